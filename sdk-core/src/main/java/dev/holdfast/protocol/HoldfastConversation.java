package dev.holdfast.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of one connection in {@link HoldfastJson}. Numbers of subscriptions start again on each connection
 * and are never reused on it.
 */
final class HoldfastConversation implements Conversation {
    /** The most subscriptions in one frame. Large enough to be fast, small enough for a server's frame limit. */
    private static final int MAX_TOPICS_PER_FRAME = 256;

    private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

    private static final int MAX_REASON_CHARS = 200;

    private final ConversationOutput output;
    private final Map<Long, WireSubscription> routes = new HashMap<>();
    private final Map<WireSubscription, Long> numbers = new HashMap<>();
    private final Set<WireSubscription> subscribed = new HashSet<>();
    private long lastNumber;
    /** The only subscription of an event stream. Null over WebSocket. */
    private @Nullable WireSubscription only;

    private boolean welcomed;
    private boolean overSse;

    HoldfastConversation(ConversationOutput output) {
        this.output = output;
    }

    @Override
    public void opened(Function<String, @Nullable String> header) {
        String type = header.apply("Content-Type");
        overSse = type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
        if (overSse) {
            output.ready();
            return;
        }
        String chosen = header.apply("Sec-WebSocket-Protocol");
        if (!HoldfastJson.SUBPROTOCOL.equals(chosen)) {
            output.close(CloseReason.fatal(
                    CloseReason.Kind.PROTOCOL,
                    "The server did not accept the subprotocol " + HoldfastJson.SUBPROTOCOL
                            + ". If it uses another protocol, set that with .protocol(…)"));
            return;
        }
        JsonObject hello = HoldfastJson.frame("hello");
        hello.addProperty("version", 1);
        send(hello.toString());
    }

    @Override
    public void subscribe(List<WireSubscription> added) {
        if (overSse) {
            only = added.get(0);
            return;
        }
        for (int from = 0; from < added.size(); from += MAX_TOPICS_PER_FRAME) {
            JsonArray subs = new JsonArray();
            for (WireSubscription wire : added.subList(from, Math.min(from + MAX_TOPICS_PER_FRAME, added.size()))) {
                long number = ++lastNumber;
                routes.put(number, wire);
                numbers.put(wire, number);
                HoldfastJson.addTo(subs, number, wire);
            }
            JsonObject frame = HoldfastJson.frame("subscribe");
            frame.add("subs", subs);
            send(frame.toString());
        }
    }

    @Override
    public void unsubscribe(WireSubscription wire) {
        if (wire == only) only = null;
        subscribed.remove(wire);
        Long number = numbers.remove(wire);
        if (number == null) return;
        routes.remove(number);
        JsonArray subs = new JsonArray();
        subs.add(number);
        JsonObject frame = HoldfastJson.frame("unsubscribe");
        frame.add("subs", subs);
        send(frame.toString());
    }

    @Override
    public void publish(long command, String topic, String data) {
        send(command("publish", command, topic, data));
    }

    @Override
    public void call(long command, String topic, String data) {
        send(command("request", command, topic, data));
    }

    private static String command(String type, long ref, String topic, String data) {
        JsonObject frame = HoldfastJson.frame(type);
        frame.addProperty("ref", ref);
        frame.addProperty("topic", topic);
        return HoldfastJson.withData(frame, data);
    }

    @Override
    public void received(Frame frame) throws CloseException {
        if (frame.kind() == Frame.Kind.EMPTY) {
            if (only != null && frame.id() != null) output.position(only, frame.id());
            return;
        }
        LazyJson json = LazyJson.of(frame.text());
        String type = json.string("type");
        if (type == null) throw broken("a frame has no type");
        switch (type) {
            case "message":
                message(json, frame);
                break;
            case "welcome":
                welcome(json);
                break;
            case "subscribed":
                WireSubscription taken = route(json);
                if (taken != null) subscribed(taken, continuity(json));
                break;
            case "position":
                WireSubscription moved = route(json);
                String id = id(json, frame);
                if (moved != null && id != null) output.position(moved, id);
                break;
            case "ended":
                ended(json);
                break;
            case "receipt":
                output.receipt(json.number("ref", -1), json.string("id"));
                break;
            case "reply":
                String answer = json.raw("data");
                output.reply(json.number("ref", -1), answer == null ? "null" : answer);
                break;
            case "error":
                output.refused(json.number("ref", -1), reason(json, "The server refused the request"));
                break;
            case "ping":
                if (!overSse) send("{\"type\":\"pong\"}");
                break;
            case "close":
                output.close(reason(json, "The server closed the connection"));
                break;
            default:
                // Later versions of the protocol may add frame types.
                break;
        }
    }

    private void message(LazyJson json, Frame frame) throws CloseException {
        WireSubscription wire = route(json);
        if (wire == null) return;
        String data = json.raw("data");
        if (data == null) throw broken("a message has no data");
        // Keep the message even if the server forgot to confirm the subscription.
        if (!subscribed.contains(wire)) subscribed(wire, Continuity.UNKNOWN);
        // The size is counted in characters. That is close enough to bytes for a limit, and costs nothing.
        output.message(wire, id(json, frame), json.string("event"), data, data.length());
    }

    private void subscribed(WireSubscription wire, Continuity continuity) {
        subscribed.add(wire);
        output.subscribed(wire, continuity);
    }

    private void welcome(LazyJson json) {
        long millis = json.number("heartbeat", 0);
        if (millis > 0) output.heartbeat(Duration.ofMillis(Math.min(millis, LONGEST_MILLIS)));
        if (welcomed || overSse) return;
        welcomed = true;
        output.ready();
    }

    private void ended(LazyJson json) {
        WireSubscription wire = route(json);
        if (wire == null) return;
        Long number = numbers.remove(wire);
        if (number != null) routes.remove(number);
        if (wire == only) only = null;
        subscribed.remove(wire);
        output.ended(wire, reason(json, "The server ended the subscription"));
    }

    private @Nullable WireSubscription route(LazyJson json) {
        return overSse ? only : routes.get(json.number("sub", -1));
    }

    private static @Nullable String id(LazyJson json, Frame frame) {
        String id = json.string("id");
        return id != null ? id : frame.id();
    }

    private static Continuity continuity(LazyJson json) {
        String word = json.string("continuity");
        for (Continuity known : Continuity.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(word)) return known;
        }
        return Continuity.UNKNOWN;
    }

    private static CloseReason reason(LazyJson json, String fallback) {
        String text = json.string("reason");
        String sentence = text == null ? fallback : shorten(text);
        long after = json.number("after", 0);
        CloseReason reason = json.isTrue("retry")
                ? CloseReason.retryable(CloseReason.Kind.SERVER, sentence)
                : CloseReason.fatal(CloseReason.Kind.SERVER, sentence);
        return after <= 0 ? reason : reason.withRetryAfter(Duration.ofMillis(Math.min(after, LONGEST_MILLIS)));
    }

    private static String shorten(String text) {
        return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS) + "…";
    }

    private static CloseException broken(String what) {
        return new CloseException(
                CloseReason.retryable(CloseReason.Kind.PROTOCOL, "The server broke the protocol: " + what));
    }

    private void send(String text) {
        output.send(Frame.text(text));
    }
}
