package dev.holdfast.samples.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.holdfast.Continuity;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The feed of all topics on one WebSocket, with the protocol {@code holdfast.v1}. */
final class WebSocketFeed {
    /** Close code "Service Restart" in the IANA registry. */
    private static final int RESTART = 1012;

    private final Peer peer;
    private final Map<String, Topic> topics;
    private final Topic notes;
    private final long heartbeatMillis;
    private final Map<Long, Leaving> joined = new HashMap<>();

    private interface Leaving {
        void leave();
    }

    private WebSocketFeed(Peer peer, Map<String, Topic> topics, Topic notes, long heartbeatMillis) {
        this.peer = peer;
        this.topics = topics;
        this.notes = notes;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** Serves a client until it disconnects. Its publications become messages of {@code notes}. */
    static void serve(Peer peer, HttpHead head, Map<String, Topic> topics, Topic notes, long heartbeatMillis)
            throws IOException {
        String key = head.header("Sec-WebSocket-Key");
        if (key == null) {
            peer.send(HttpHead.answer("HTTP/1.1 400 Bad Request", "Content-Length: 0"));
            peer.end();
            return;
        }
        peer.send(HttpHead.answer(
                "HTTP/1.1 101 Switching Protocols",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Accept: " + WebSocketFrames.accept(key),
                "Sec-WebSocket-Protocol: holdfast.v1"));
        peer.goodbye(WebSocketFrames.close(RESTART, "The demo server restarts"));
        peer.keepAlive(WebSocketFrames.text("{\"type\":\"ping\"}"), heartbeatMillis / 2);
        new WebSocketFeed(peer, topics, notes, heartbeatMillis).converse();
    }

    private void converse() throws IOException {
        WebSocketFrames frames = new WebSocketFrames(peer.in(), peer);
        try {
            while (true) answer(JsonParser.parseString(frames.read()).getAsJsonObject());
        } catch (EOFException e) {
            // The client disconnected.
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("not a frame of this protocol", e);
        } finally {
            joined.values().forEach(Leaving::leave);
        }
    }

    private void answer(JsonObject frame) {
        switch (text(frame, "type")) {
            case "hello" -> {
                JsonObject welcome = frame("welcome");
                welcome.addProperty("heartbeat", heartbeatMillis);
                send(welcome);
            }
            case "subscribe" -> frame.getAsJsonArray("subs").forEach(sub -> subscribe(sub.getAsJsonObject()));
            case "unsubscribe" ->
                frame.getAsJsonArray("subs").forEach(sub -> {
                    Leaving leaving = joined.remove(sub.getAsLong());
                    if (leaving != null) leaving.leave();
                });
            case "publish" -> publish(frame);
            case "request" -> request(frame);
            case "ping" -> send(frame("pong"));
            default -> {
                // A pong or a type of a later version.
            }
        }
    }

    private void subscribe(JsonObject asked) {
        long sub = asked.get("sub").getAsLong();
        Topic topic = topics.get(text(asked, "topic"));
        if (topic == null) {
            JsonObject ended = frame("ended");
            ended.addProperty("sub", sub);
            ended.addProperty("reason", "No such topic");
            send(ended);
            return;
        }
        JsonElement cursor = asked.get("cursor");
        Sub reader = new Sub(sub);
        topic.join(cursor == null ? null : cursor.getAsString(), reader);
        joined.put(sub, () -> topic.leave(reader));
    }

    /** A subscription of this connection. */
    private final class Sub implements Topic.Reader {
        private final long sub;

        Sub(long sub) {
            this.sub = sub;
        }

        @Override
        public void joined(Continuity continuity, String position) {
            JsonObject subscribed = frame("subscribed");
            subscribed.addProperty("sub", sub);
            subscribed.addProperty("continuity", continuity.name().toLowerCase(Locale.ROOT));
            send(subscribed);
            // With an initial position, a connection that ends before its first message can be resumed as well.
            JsonObject begin = frame("position");
            begin.addProperty("sub", sub);
            begin.addProperty("id", position);
            send(begin);
        }

        @Override
        public void message(String id, String payload) {
            peer.send(WebSocketFrames.text(
                    "{\"type\":\"message\",\"sub\":" + sub + ",\"id\":\"" + id + "\",\"data\":" + payload + "}"));
        }
    }

    private void publish(JsonObject frame) {
        if (topics.get(text(frame, "topic")) != notes) {
            refuse(frame, "Only the topic notes accepts messages");
            return;
        }
        JsonObject receipt = frame("receipt");
        receipt.add("ref", frame.get("ref"));
        receipt.addProperty("id", notes.publish(seq -> data(frame).toString()));
        send(receipt);
    }

    private void request(JsonObject frame) {
        if (!text(frame, "topic").equals("time")) {
            refuse(frame, "Only the topic time supports requests");
            return;
        }
        JsonObject reply = frame("reply");
        reply.add("ref", frame.get("ref"));
        JsonObject time = new JsonObject();
        time.addProperty("millis", System.currentTimeMillis());
        reply.add("data", time);
        send(reply);
    }

    private void refuse(JsonObject frame, String why) {
        JsonObject error = frame("error");
        error.add("ref", frame.get("ref"));
        error.addProperty("reason", why);
        send(error);
    }

    private void send(JsonObject frame) {
        peer.send(WebSocketFrames.text(frame.toString()));
    }

    private static JsonObject frame(String type) {
        JsonObject frame = new JsonObject();
        frame.addProperty("type", type);
        return frame;
    }

    private static String text(JsonObject frame, String name) {
        JsonElement value = frame.get(name);
        return value == null ? "" : value.getAsString();
    }

    private static JsonElement data(JsonObject frame) {
        JsonElement data = frame.get("data");
        return data == null ? JsonNull.INSTANCE : data;
    }
}
