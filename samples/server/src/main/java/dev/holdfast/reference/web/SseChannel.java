package dev.holdfast.reference.web;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Reading;
import dev.holdfast.reference.feed.Topics;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A channel of one event stream, which is one subscription. */
final class SseChannel extends Channel {
    /** The size limit for combining queued blocks in one write. */
    private static final int BATCH = 32 * 1024;

    private final Channels channels;
    private final Topics topics;
    private final Request request;
    private final Response response;
    private final Callback end;
    private final String welcome;
    private @Nullable Reading reading;
    /** True once the response has started. Before that, a rejection is an HTTP status. */
    private boolean begun;

    private volatile @Nullable Refusal refusal;

    SseChannel(Channels channels, Topics topics, Settings settings, Request request, Response response, Callback end) {
        super(channels, settings.heartbeat());
        this.channels = channels;
        this.topics = topics;
        this.request = request;
        this.response = response;
        this.end = end;
        welcome = "data: {\"type\":\"welcome\",\"version\":1,\"heartbeat\":"
                + settings.heartbeat().toMillis() + "}\n\n";
    }

    void serve(String topic, @Nullable String cursor) {
        request.addIdleTimeoutListener(timeout -> false);
        request.addFailureListener(failure -> gone());
        channels.add(this);
        Reading made = new Reading(topic, cursor, new Served());
        reading = made;
        topics.subscribe(made);
    }

    @Override
    String next(Deque<String> texts) {
        String first = texts.remove();
        String more = texts.peek();
        if (more == null) return first;
        StringBuilder batch = new StringBuilder(first);
        while (more != null && batch.length() + more.length() <= BATCH) {
            batch.append(texts.remove());
            more = texts.peek();
        }
        return batch.toString();
    }

    @Override
    void write(String text, Callback callback) {
        Content.Sink.write(response, false, text, callback);
    }

    /** Returns a {@code retry:} field for a restart, otherwise the end of the subscription. */
    @Override
    List<String> lastWords(Goodbye farewell) {
        if (farewell.code() == Goodbye.RESTART) return List.of("retry: " + farewell.afterMillis() + "\n\n");
        String members = Goodbye.members(farewell.reason(), farewell.retry(), farewell.afterMillis());
        return List.of("data: {\"type\":\"ended\"," + members + "\n\n");
    }

    @Override
    void finish(Goodbye farewell) {
        gone();
        response.write(true, null, end);
    }

    @Override
    void abort() {
        end.failed(new java.io.IOException("The client does not read"));
    }

    @Override
    String beat() {
        return ":\n\n";
    }

    /** Returns false: an event stream receives nothing from the client. A stalled client is detected by its queue. */
    @Override
    boolean isDeaf(long now) {
        return false;
    }

    @Override
    void released() {
        if (reading != null) topics.unsubscribe(reading);
    }

    private final class Served extends ChannelOutlet {
        Served() {
            super(SseChannel.this);
        }

        @Override
        String head(String type) {
            return "{\"type\":\"" + type + "\",";
        }

        @Override
        String frame(Event event) {
            return event.block();
        }

        @Override
        String whole(String json) {
            return "data: " + json + "\n\n";
        }

        @Override
        public void subscribed(Continuity continuity, @Nullable EventId place) {
            begun = true;
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            // Disables response buffering in nginx.
            response.getHeaders().put("X-Accel-Buffering", "no");
            enqueue(whole(head("subscribed") + "\"continuity\":\"" + continuity.word() + "\"}"));
            if (place != null) position(place);
            enqueue(welcome);
        }

        /**
         * Sends the position as id field and as frame, so that an EventSource, which ignores frames, resumes as well.
         */
        @Override
        public void position(EventId place) {
            enqueue("id: " + place + "\n" + whole(head("position") + "\"id\":\"" + place + "\"}"));
        }

        @Override
        public void ended(String reason, boolean retry, long afterMillis) {
            if (begun) last(new Goodbye(Goodbye.TRY_LATER, reason, retry, afterMillis));
            else refusal = new Refusal(503, reason, retry ? Math.max(1, afterMillis / 1000) : 0);
        }

        @Override
        public void flush() {
            Refusal told = refusal;
            if (told == null) {
                super.flush();
                return;
            }
            refusal = null;
            gone();
            told.write(response, end);
        }

        @Override
        void over() {}
    }
}
