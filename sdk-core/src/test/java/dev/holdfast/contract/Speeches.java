package dev.holdfast.contract;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireSubscription;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers of all protocols. */
final class Speeches {
    private Speeches() {}

    private static List<Frame> texts(String... texts) {
        return List.of(texts).stream().map(Frame::text).toList();
    }

    private static final List<Frame> BROKEN_JSON =
            texts("", "x", "{", "{}{}", "{\"type\":\"message\",\"sub\":1,", "\"text\"", "{\"a\":nonsense}", "[1,]");

    private static final List<Frame> BROKEN_OBJECTS =
            BROKEN_JSON.stream().filter(f -> f.text().matches("[\\[{].*")).toList();

    /** A server of Plain: each frame is a message, and over SSE it has an id. */
    static final class PlainSpeech implements Speech {
        private final boolean sse;

        PlainSpeech(boolean sse) {
            this.sse = sse;
        }

        @Override
        public Frame message(int number, String topic, @Nullable String id, String data) {
            return sse ? new Frame().setText(data, null, id, data.length()) : Frame.text(data);
        }

        @Override
        public List<Frame> unknown() {
            // Blocks without data are not messages.
            return sse ? List.of(new Frame().setEmpty("tick", null)) : Collections.emptyList();
        }

        @Override
        public boolean hasIds() {
            return sse;
        }
    }

    /** A server of HoldfastJson, over either transport. */
    static final class HoldfastSpeech implements Speech {
        private final boolean sse;

        HoldfastSpeech(boolean sse) {
            this.sse = sse;
        }

        @Override
        public Map<String, String> head() {
            return sse
                    ? Map.of("Content-Type", "text/event-stream;charset=utf-8")
                    : Map.of("Sec-WebSocket-Protocol", "holdfast.v1");
        }

        @Override
        public List<Frame> welcome() {
            return sse ? List.of() : texts("{\"type\":\"welcome\",\"heartbeat\":20000}");
        }

        @Override
        public List<Frame> accepted(int number, String topic) {
            return texts("{\"type\":\"subscribed\",\"sub\":" + number + ",\"continuity\":\"fresh\"}");
        }

        @Override
        public Frame message(int number, String topic, @Nullable String id, String data) {
            String position = id == null ? "" : ",\"id\":" + new JsonPrimitive(id);
            return Frame.text("{\"type\":\"message\",\"sub\":" + number + position + ",\"data\":" + data + "}");
        }

        @Override
        public List<Frame> unknown() {
            return texts("{\"type\":\"weather\",\"sub\":1,\"data\":1}", "{\"type\":\"weather\"}");
        }

        @Override
        public List<Frame> malformed() {
            List<Frame> more = texts("{}", "[\"message\"]", "{\"type\":1}", "{\"type\":\"message\",\"sub\":1}");
            return Stream.concat(BROKEN_JSON.stream(), more.stream()).toList();
        }
    }

    /** An exchange with a common JSON format. */
    static final class ExchangeSpeech implements Speech {
        /** Returns the dialect of this server. */
        static JsonDialect dialect() {
            return JsonDialect.of("exchange", ExchangeSpeech::subscribe, (frame, reply) -> {
                        String channel = frame.string("channel");
                        String event = frame.string("event");
                        if ("welcome".equals(event)) reply.ready();
                        else if ("ping".equals(event)) reply.send("{\"op\":\"pong\"}");
                        else if ("error".equals(event)) reply.refused(channel, frame.string("message"));
                        else if (channel != null) reply.message(channel, frame.raw("data"), frame.string("seq"), event);
                    })
                    .withGreeting("{\"op\":\"hello\"}")
                    .withUnsubscribe(topics -> operation("unsubscribe", topics))
                    .withProbe("{\"op\":\"ping\"}");
        }

        private static Object subscribe(List<WireSubscription> routes) {
            return operation(
                    "subscribe", routes.stream().map(WireSubscription::topic).toList());
        }

        /** Creates a map with its members in this order, which Map.of does not preserve. */
        private static Map<String, Object> operation(String name, List<String> topics) {
            Map<String, Object> frame = new LinkedHashMap<>();
            frame.put("op", name);
            frame.put("args", topics);
            return frame;
        }

        @Override
        public List<Frame> welcome() {
            return texts("{\"event\":\"welcome\"}");
        }

        @Override
        public Frame message(int number, String topic, @Nullable String id, String data) {
            JsonObject head = new JsonObject();
            head.addProperty("channel", topic);
            head.addProperty("seq", id);
            String text = head.toString();
            return Frame.text(text.substring(0, text.length() - 1) + ",\"data\":" + data + "}");
        }

        @Override
        public List<Frame> unknown() {
            return texts("pong", "", "{\"event\":\"status\"}", "{}", "[]", "[1,\"hb\"]");
        }

        @Override
        public List<Frame> malformed() {
            return BROKEN_OBJECTS;
        }
    }

    /** An exchange that sends arrays: {@code [42, data, "book", "a"]}. */
    static final class ArraySpeech implements Speech {
        /** The dialect of this server. */
        static JsonDialect dialect() {
            return JsonDialect.of(
                    "arrays",
                    routes -> Map.of(
                            "event",
                            "subscribe",
                            "pair",
                            routes.stream().map(WireSubscription::topic).toList()),
                    (frame, reply) -> {
                        if (!frame.isArray() || frame.string("2") == null) return;
                        reply.message(frame.string("3"), frame.raw("1"));
                    });
        }

        @Override
        public Frame message(int number, String topic, @Nullable String id, String data) {
            return Frame.text("[42," + data + ",\"book\",\"" + topic + "\"]");
        }

        @Override
        public List<Frame> unknown() {
            return texts("{\"event\":\"heartbeat\"}", "[42,\"hb\"]", "[]");
        }

        @Override
        public List<Frame> malformed() {
            return BROKEN_OBJECTS;
        }

        @Override
        public boolean hasIds() {
            return false;
        }
    }
}
