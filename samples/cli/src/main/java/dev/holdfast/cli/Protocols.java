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

    /** For completion and help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(PLAIN, HOLDFAST, JSON).iterator();
        }
    }

    /**
     * The protocol of a name.
     *
     * @param subprotocol the WebSocket subprotocol to offer, null for the protocol's own
     * @param subscribe what {@code json} sends to subscribe
     */
    static WireProtocol named(
            String name, @Nullable String subprotocol, @Nullable String subscribe, List<String> topics) {
        if (subscribe != null && !name.equals(JSON)) {
            throw Failure.usage("--subscribe goes with --protocol json: " + name + " says by itself how to subscribe");
        }
        return switch (name) {
            case PLAIN -> subprotocol == null ? Plain.create() : new Offering(Plain.create(), subprotocol);
            case HOLDFAST -> {
                if (subprotocol != null) throw Failure.usage("holdfast-json has a subprotocol of its own");
                yield HoldfastJson.create();
            }
            case JSON -> {
                if (subscribe == null)
                    throw Failure.usage("--protocol json needs --subscribe: what to send to subscribe");
                JsonDialect dialect = dialect(filled(subscribe, topics));
                yield subprotocol == null ? dialect : dialect.withSubprotocol(subprotocol);
            }
            default ->
                throw Failure.usage(
                        "There is no protocol '" + name + "': choose " + PLAIN + ", " + HOLDFAST + " or " + JSON);
        };
    }

    /** Every frame is a message of the one subscription there is. */
    private static JsonDialect dialect(String subscribe) {
        return JsonDialect.of(JSON, routes -> subscribe, (frame, reply) -> reply.message("", frame.toString()));
    }

    private static String filled(String template, List<String> topics) {
        Gson gson = new Gson();
        if (template.contains("{topic}") && topics.size() != 1) {
            throw Failure.usage(
                    "--subscribe has {topic} in it: give one topic, or write {topics} for an array of them");
        }
        String frame = template.replace("{topics}", gson.toJson(topics));
        if (!topics.isEmpty()) frame = frame.replace("{topic}", gson.toJson(topics.get(0)));
        if (Lines.parse(frame) == null) {
            throw Failure.usage("--subscribe is not JSON; {topic} and {topics} stand without quotes in it");
        }
        return frame;
    }

    /** Another protocol, which offers a subprotocol. */
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
