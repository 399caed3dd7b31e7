package dev.holdfast.reference.web;

import com.google.gson.JsonElement;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import dev.holdfast.reference.feed.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.URIUtil;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP handler after the {@link Gate}: event streams with GET and publishing with POST. Event streams with POST and
 * long polling can be added as further methods of {@code /realtime}.
 */
final class Front extends Handler.Abstract {
    static final String FEED = "/realtime";
    static final String PUBLISH = "/publish/";

    /** The length limit of a cursor, longer than any id. */
    private static final int LONGEST_CURSOR = 64;

    private final Channels channels;
    private final Topics topics;
    private final Desk desk;
    private final Settings settings;
    private final Rates publishes;
    private final Rates subscribes;

    Front(Channels channels, Topics topics, Desk desk, Settings settings) {
        this.channels = channels;
        this.topics = topics;
        this.desk = desk;
        this.settings = settings;
        publishes = new Rates(settings.publishRate(), channels.nanoTime());
        subscribes = new Rates(settings.subscribeRate(), channels.nanoTime());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        String method = request.getMethod();
        if (path.equals(FEED)) {
            if (method.equals("GET")) stream(request, response, callback);
            else notAllowed("GET", response, callback);
        } else if (path.startsWith(PUBLISH)) {
            if (method.equals("POST"))
                publish(URIUtil.decodePath(path.substring(PUBLISH.length())), request, response, callback);
            else notAllowed("POST", response, callback);
        } else {
            new Refusal(404, "Not found. Available: " + FEED + ", " + PUBLISH + "<topic>, " + Gate.HEALTH)
                    .write(response, callback);
        }
        return true;
    }

    private static void notAllowed(String allowed, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.ALLOW, allowed);
        new Refusal(405, "Only " + allowed + " is allowed").write(response, callback);
    }

    private void stream(Request request, Response response, Callback callback) {
        Fields query = Request.extractQueryParameters(request);
        String topic = query.getValue("topic");
        String fault = desk.names().fault(topic);
        if (topic == null || fault != null) {
            new Refusal(400, String.valueOf(fault)).write(response, callback);
            return;
        }
        if (!subscribes.allows(Gate.principal(request).name())) {
            String reason = "More than " + settings.subscribeRate() + " subscriptions per second";
            new Refusal(429, reason, 1).write(response, callback);
            return;
        }
        String cursor = request.getHeaders().get("Last-Event-ID");
        if (cursor != null && cursor.isEmpty()) cursor = null;
        if (cursor != null && cursor.length() > LONGEST_CURSOR) cursor = "?";
        new SseChannel(channels, topics, settings, request, response, callback).serve(topic, cursor);
    }

    private void publish(String topic, Request request, Response response, Callback callback) {
        if (!channels.postBegins()) {
            new Refusal(503, "This node is shutting down", 1).write(response, callback);
            return;
        }
        // Called for every outcome.
        Request.addCompletionListener(request, failure -> channels.postEnds());
        Principal principal = Gate.principal(request);
        if (!publishes.allows(principal.name())) {
            String reason = "More than " + settings.publishRate() + " messages per second";
            new Refusal(429, reason, 1).write(response, callback);
            return;
        }
        if (request.getLength() > settings.frameBytes()) {
            tooLarge(response, callback);
            return;
        }
        String event = Request.extractQueryParameters(request).getValue("event");
        Promise.Invocable<byte[]> whole = Promise.Invocable.from(
                Invocable.InvocationType.NON_BLOCKING,
                body -> publish(principal, topic, event, body, response, callback),
                failure -> tooLarge(response, callback));
        Content.Source.asByteArrayAsync(request, settings.frameBytes(), whole);
    }

    private void tooLarge(Response response, Callback callback) {
        // The rest of the body is not read.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        new Refusal(413, "A message must not exceed " + settings.frameBytes() + " bytes").write(response, callback);
    }

    private void publish(
            Principal principal,
            String topic,
            @Nullable String event,
            byte[] body,
            Response response,
            Callback callback) {
        JsonElement data;
        try {
            data = Json.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException | Json.MalformedException e) {
            new Refusal(400, "The body must be one JSON value in UTF-8").write(response, callback);
            return;
        }
        if (event != null && desk.names().fault(event) != null) {
            new Refusal(400, "An event type must have the format of a topic name").write(response, callback);
            return;
        }
        desk.publish(principal, topic, event, data, new Publication.Answer() {
            @Override
            public void stored(EventId id) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                Content.Sink.write(response, true, "{\"id\":\"" + id + "\"}\n", callback);
            }

            @Override
            public void failed(String reason, boolean retry) {
                int status = retry ? 503 : principal.mayPublish() ? 400 : 403;
                new Refusal(status, reason, retry ? 1 : 0).write(response, callback);
            }
        });
    }
}
