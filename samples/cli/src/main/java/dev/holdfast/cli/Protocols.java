package dev.holdfast.cli;

import com.google.gson.Gson;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wire protocols by the names that {@code --protocol} takes. */
final class Protocols {
    static final String PLAIN = "plain";
    static final String HOLDFAST = "holdfast-json";
    static final String JSON = "json";

    private Protocols() {}

    /** The names for completion and help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(PLAIN, HOLDFAST, JSON).iterator();
        }
    }

    /**
     * Returns the protocol with a name.
     *
     * @param subprotocol the WebSocket subprotocol to offer, or null for the protocol's default
     * @param subscribe the frame that {@code json} sends to subscribe, or null
     */
    static WireProtocol named(
            String name, @Nullable String subprotocol, @Nullable String subscribe, List<String> topics) {
        if (subscribe != null && !name.equals(JSON)) {
            throw Failure.usage("--subscribe requires --protocol json: " + name + " defines its own subscribe frame");
        }
        return switch (name) {
            case PLAIN -> subprotocol == null ? Plain.create() : new Offering(Plain.create(), subprotocol);
            case HOLDFAST -> {
                if (subprotocol != null) throw Failure.usage("holdfast-json has its own subprotocol");
                yield HoldfastJson.create();
            }
            case JSON -> {
                if (subscribe == null)
                    throw Failure.usage("--protocol json needs --subscribe, the frame to send to subscribe");
                JsonDialect dialect = dialect(filled(subscribe, topics));
                yield subprotocol == null ? dialect : dialect.withSubprotocol(subprotocol);
            }
            default ->
                throw Failure.usage("Unknown protocol '" + name + "': use " + PLAIN + ", " + HOLDFAST + " or " + JSON);
        };
    }

    /** Returns a dialect in which every frame is a message of the single subscription. */
    private static JsonDialect dialect(String subscribe) {
        return JsonDialect.of(JSON, routes -> subscribe, (frame, reply) -> reply.message("", frame.toString()));
    }

    private static String filled(String template, List<String> topics) {
        Gson gson = new Gson();
        if (template.contains("{topic}") && topics.size() != 1) {
            throw Failure.usage("--subscribe contains {topic}: give exactly one topic, or use {topics} for an array");
        }
        String frame = template.replace("{topics}", gson.toJson(topics));
        if (!topics.isEmpty()) frame = frame.replace("{topic}", gson.toJson(topics.get(0)));
        if (Lines.parse(frame) == null) {
            throw Failure.usage("--subscribe is not JSON; write {topic} and {topics} without quotes");
        }
        return frame;
    }

    /** A decorator that offers a subprotocol for another protocol. */
    private static final class Offering implements WireProtocol {
        private final WireProtocol inner;
        private final String subprotocol;

        Offering(WireProtocol inner, String subprotocol) {
            this.inner = inner;
            this.subprotocol = subprotocol;
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public Binding binding(Transport transport) {
            return inner.binding(transport);
        }

        @Override
        public Target target(Target base, @Nullable WireSubscription wire) {
            return inner.target(base, wire).withSubprotocol(subprotocol);
        }

        @Override
        public Conversation newConversation(ConversationOutput output) {
            return inner.newConversation(output);
        }

        @Override
        public boolean supportsResume() {
            return inner.supportsResume();
        }
    }
}
