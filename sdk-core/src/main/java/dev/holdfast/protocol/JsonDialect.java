package dev.holdfast.protocol;

import com.google.gson.Gson;
import dev.holdfast.protocol.JsonDialect.Output;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON protocol of an existing server, such as an exchange's {@code {"op":"subscribe","args":["trades"]}}. The
 * application supplies a function that builds the subscribe frame and one that reads incoming frames. All topics share
 * one connection, which must be able to send. Immutable; each {@code with} method returns a copy.
 *
 * <p>The functions are called by one thread at a time for each connection, under a lock. They must not block.
 */
public final class JsonDialect implements WireProtocol {
    private static final Gson GSON = new Gson();

    private final String name;
    final Function<List<WireSubscription>, Object> subscribe;
    final BiConsumer<LazyJson, Output> reader;

    @Nullable
    Function<List<String>, Object> unsubscribe;

    @Nullable
    Object greeting;

    @Nullable
    Object probe;

    private @Nullable String subprotocol;
    private boolean resumes;
    private boolean confirms;

    private JsonDialect(
            String name, Function<List<WireSubscription>, Object> subscribe, BiConsumer<LazyJson, Output> reader) {
        this.name = Objects.requireNonNull(name, "name");
        this.subscribe = Objects.requireNonNull(subscribe, "subscribe");
        this.reader = Objects.requireNonNull(reader, "reader");
    }

    private JsonDialect(JsonDialect other) {
        this(other.name, other.subscribe, other.reader);
        unsubscribe = other.unsubscribe;
        greeting = other.greeting;
        probe = other.probe;
        subprotocol = other.subprotocol;
        resumes = other.resumes;
        confirms = other.confirms;
    }

    /** The actions that a reader can take on a frame. Valid only inside the call of the reader. */
    public interface Output {
        /**
         * Delivers a message of a topic. A topic without a subscription is ignored.
         *
         * @param data the payload, as JSON or as text
         */
        default void message(String topic, String data) {
            message(topic, data, null, null);
        }

        /**
         * Delivers a message with its cursor and event type.
         *
         * @param data the payload, as JSON or as text
         * @param id the cursor after this message, null if it has none
         * @param type the event type, null for the default type
         */
        void message(String topic, String data, @Nullable String id, @Nullable String type);

        /**
         * Reports that the server accepted the subscription to a topic. Without this call a topic counts as subscribed
         * with its first message, or after 5 seconds; see {@link #withConfirmations}.
         */
        void subscribed(String topic);

        /** Ends the subscriptions of a topic because the server refused or ended it. They are not retried. */
        void refused(String topic, String reason);

        /**
         * Reports that the server accepted the greeting, so that subscribing may start. Needed only with {@link
         * #withGreeting}.
         */
        void ready();

        /** Sends a frame to the server, such as a reply to its ping: an object for Gson, or JSON as a string. */
        void send(Object frame);
    }

    /**
     * Creates a dialect.
     *
     * @param name the name for logs and error messages
     * @param subscribe builds the frame that subscribes to topics: an object for Gson, or JSON as a string
     * @param reader reads a frame and calls the {@link Output}. A frame without such a call is ignored. A frame that
     *     starts with neither a brace nor a bracket, such as a plain {@code pong}, is not passed to the reader. An
     *     exception of the reader ends the connection with {@link dev.holdfast.CloseReason.Kind#PROTOCOL}; the client
     *     then reconnects.
     */
    public static JsonDialect of(
            String name, Function<List<WireSubscription>, Object> subscribe, BiConsumer<LazyJson, Output> reader) {
        return new JsonDialect(name, subscribe, reader);
    }

    /**
     * Sets the function that builds the unsubscribe frame for a list of topics. Without it, messages of an unsubscribed
     * topic still arrive and are ignored.
     */
    public JsonDialect withUnsubscribe(Function<List<String>, Object> frame) {
        JsonDialect copy = new JsonDialect(this);
        copy.unsubscribe = frame;
        return copy;
    }

    /** Sets the first frame to send. Subscribing starts when the reader calls {@link Output#ready()}. */
    public JsonDialect withGreeting(Object frame) {
        JsonDialect copy = new JsonDialect(this);
        copy.greeting = frame;
        return copy;
    }

    /** Sets the frame that probes a silent server, in place of a WebSocket ping. */
    public JsonDialect withProbe(Object frame) {
        JsonDialect copy = new JsonDialect(this);
        copy.probe = frame;
        return copy;
    }

    /** Sets the WebSocket subprotocol to offer. */
    public JsonDialect withSubprotocol(String subprotocol) {
        JsonDialect copy = new JsonDialect(this);
        copy.subprotocol = subprotocol;
        return copy;
    }

    /**
     * Enables resume. The subscribe frame must request the messages after {@link WireSubscription#cursor()}, and the
     * server must replay them. Do not subscribe to the same topic twice on one client then, because messages replayed
     * for one subscription also reach the other.
     */
    public JsonDialect withResume() {
        JsonDialect copy = new JsonDialect(this);
        copy.resumes = true;
        return copy;
    }

    /**
     * Declares that the server confirms each topic and that the reader calls {@link Output#subscribed} for it. A topic
     * that is not confirmed within {@link dev.holdfast.Limits#replyTimeout()} is then subscribed once more, and after
     * that time again on a new connection. Each time, {@link dev.holdfast.SubscriptionListener#onError} receives a
     * {@link java.util.concurrent.TimeoutException}.
     */
    public JsonDialect withConfirmations() {
        JsonDialect copy = new JsonDialect(this);
        copy.confirms = true;
        return copy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Binding binding(Transport transport) {
        if (!transport.canSend()) {
            throw new IllegalArgumentException("The protocol " + name + " has to send frames, but the transport "
                    + transport.name() + " only receives. Use a wss URL, or remove .transport(…)");
        }
        return Binding.MULTIPLEXED;
    }

    @Override
    public Target target(Target base, @Nullable WireSubscription wire) {
        return subprotocol == null ? base : base.withSubprotocol(subprotocol);
    }

    @Override
    public Conversation newConversation(ConversationOutput output) {
        return new DialectConversation(this, output);
    }

    @Override
    public boolean supportsResume() {
        return resumes;
    }

    @Override
    public boolean confirmsSubscriptions() {
        return confirms;
    }

    static String json(Object frame) {
        return frame instanceof String ? (String) frame : GSON.toJson(frame);
    }
}
