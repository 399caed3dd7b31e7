package dev.holdfast.cli.probe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The detection of the protocol on a WebSocket, from the selected subprotocol and a holdfast.v1 greeting. */
final class Wire {
    private static final Duration REPLY = Duration.ofSeconds(3);

    private final SocketLook socket;
    private boolean holdfast;

    Wire(SocketLook socket) {
        this.socket = socket;
    }

    boolean upgraded() {
        return socket.seen().upgraded();
    }

    SocketLook.Seen seen() {
        return socket.seen();
    }

    /** Sends hello if the server selected holdfast.v1. */
    void greet(long deadlineNanos) throws InterruptedException {
        if (!upgraded() || !socket.seen().subprotocol().equals(Subprotocols.HOLDFAST)) return;
        socket.say("{\"type\":\"hello\",\"version\":1}");
        holdfast = !frames(soon(deadlineNanos), "welcome", 0).isEmpty();
    }

    private static long soon(long deadlineNanos) {
        return Math.min(deadlineNanos, System.nanoTime() + REPLY.toNanos());
    }

    @Nullable
    Finding protocol() {
        SocketLook.Seen seen = seen();
        if (!seen.upgraded()) return null;
        String chosen = seen.subprotocol();
        if (holdfast) {
            return Finding.of("protocol", Verdict.YES, "holdfast-json over WebSocket: hello was answered with welcome");
        }
        if (!chosen.isEmpty()) {
            return Finding.of(
                    "protocol", Verdict.YES, chosen + ": selected by the server from the subprotocols offered");
        }
        return Finding.of("protocol", Verdict.UNKNOWN, "the server selected none of " + Subprotocols.OFFER);
    }

    /** Subscribes twice, the second time after the first message of the first subscription. */
    Finding resume(@Nullable String topic, long deadlineNanos) throws InterruptedException {
        String what = "ws resume";
        if (!holdfast) {
            return Finding.of(
                    what, Verdict.UNKNOWN, "WebSocket itself has no resume, and the protocol on it is unknown");
        }
        if (topic == null) {
            return Finding.of(what, Verdict.UNKNOWN, "no topic given").advice("pass a topic: probe URL TOPIC");
        }
        subscribe(1, topic, null);
        List<JsonObject> answers = frames(soon(deadlineNanos), "", 1);
        JsonObject refusal = named(answers, "ended");
        if (refusal != null)
            return Finding.of(what, Verdict.UNKNOWN, "the topic was refused: " + text(refusal, "reason"));
        String id = firstId(soon(deadlineNanos));
        if (id == null) return Finding.of(what, Verdict.UNKNOWN, "no message with an id was received");
        subscribe(2, topic, id);
        JsonObject again = named(frames(soon(deadlineNanos), "subscribed", 2), "subscribed");
        String continuity = again == null ? "" : text(again, "continuity");
        String evidence = "after cursor " + id + " the server reported continuity '" + continuity + "'";
        return switch (continuity) {
            case "resumed" -> Finding.of(what, Verdict.YES, evidence);
            case "gap", "fresh" ->
                Finding.of(what, Verdict.NO, evidence).advice("the server must keep a history for its topics");
            default -> Finding.of(what, Verdict.UNKNOWN, evidence);
        };
    }

    private void subscribe(int sub, String topic, @Nullable String cursor) {
        JsonObject entry = new JsonObject();
        entry.addProperty("sub", sub);
        entry.addProperty("topic", topic);
        if (cursor != null) entry.addProperty("cursor", cursor);
        JsonArray subs = new JsonArray();
        subs.add(entry);
        JsonObject frame = new JsonObject();
        frame.addProperty("type", "subscribe");
        frame.add("subs", subs);
        socket.say(frame.toString());
    }

    private @Nullable String firstId(long deadlineNanos) throws InterruptedException {
        SocketLook.Seen seen = socket.await(deadlineNanos, s -> id(s.texts()) != null);
        return id(seen.texts());
    }

    private static @Nullable String id(List<String> texts) {
        return parse(texts).stream()
                .map(frame -> text(frame, "id"))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable JsonObject named(List<JsonObject> frames, String type) {
        return frames.stream()
                .filter(frame -> text(frame, "type").equals(type))
                .findFirst()
                .orElse(null);
    }

    /** Waits for a frame. An empty type matches any type, and subscription 0 matches any subscription. */
    private List<JsonObject> frames(long deadlineNanos, String type, int sub) throws InterruptedException {
        SocketLook.Seen seen = socket.await(
                deadlineNanos, s -> !select(parse(s.texts()), type, sub).isEmpty());
        return select(parse(seen.texts()), type, sub);
    }

    private static List<JsonObject> select(List<JsonObject> frames, String type, int sub) {
        return frames.stream()
                .filter(frame -> type.isEmpty() || text(frame, "type").equals(type))
                .filter(frame -> sub == 0 || text(frame, "sub").equals(Integer.toString(sub)))
                .toList();
    }

    private static List<JsonObject> parse(List<String> texts) {
        List<JsonObject> frames = new ArrayList<>();
        for (String text : texts) {
            try {
                JsonElement element = JsonParser.parseString(text);
                if (element.isJsonObject()) frames.add(element.getAsJsonObject());
            } catch (JsonParseException e) {
                // Not a frame of this protocol.
            }
        }
        return frames;
    }

    private static String text(JsonObject frame, String name) {
        JsonElement value = frame.get(name);
        return value != null && value.isJsonPrimitive() ? Objects.requireNonNull(value.getAsString()) : "";
    }
}
