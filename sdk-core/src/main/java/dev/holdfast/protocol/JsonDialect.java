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
 * The JSON of a server that exists already, such as an exchange's {@code {"op":"subscribe","args":["trades"]}}: say how to
 * subscribe and how to read what comes, and the rest is Holdfast's. All topics share one connection that can send.
 * Immutable; each method answers a copy.
 *
 * <p>Frames are read by one thread at a time, under the link's lock: the functions given here must not block.
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
    }

    /** What the reader makes of a frame. */
    public interface Output {
        /** The frame is a message of a topic; {@code data} is the payload's JSON, or text. */
        default void message(String topic, String data) {
            message(topic, data, null, null);
        }

        /** The same with the position behind it and its event type, each null where there is none. */
        void message(String topic, String data, @Nullable String id, @Nullable String type);

        /** The server refuses or ends a topic; nothing more is tried for it. */
        void refused(String topic, String reason);

        /** The server has accepted the greeting: topics may be subscribed to. Only needed after {@link #greeting}. */
        void ready();

        /** Answers the server, such as its ping: an object for Gson, or JSON as a string. */
        void send(Object frame);
    }

    /**
     * A dialect.
     *
     * @param subscribe makes the frame that asks for topics: an object for Gson, or JSON as a string
     * @param reader reads a frame and says what it is. Frames of which it says nothing are ignored; those that begin with
     *     neither brace nor bracket, such as a plain {@code pong}, do not reach it. What it throws ends the link.
     */
    public static JsonDialect of(
            String name, Function<List<WireSubscription>, Object> subscribe, BiConsumer<LazyJson, Output> reader) {
        return new JsonDialect(name, subscribe, reader);
    }

    /** Makes the frame that gives topics up; without it they are only ignored. */
    public JsonDialect withUnsubscribe(Function<List<String>, Object> frame) {
        JsonDialect copy = new JsonDialect(this);
        copy.unsubscribe = frame;
        return copy;
    }

    /** A frame to send first; nothing is subscribed to until the reader says {@link Output#ready()}. */
    public JsonDialect withGreeting(Object frame) {
        JsonDialect copy = new JsonDialect(this);
        copy.greeting = frame;
        return copy;
    }

    /** A frame to send when the server is silent, in place of a WebSocket ping. */
    public JsonDialect withProbe(Object frame) {
        JsonDialect copy = new JsonDialect(this);
        copy.probe = frame;
        return copy;
    }

    /** The WebSocket subprotocol to offer. */
    public JsonDialect withSubprotocol(String subprotocol) {
        JsonDialect copy = new JsonDialect(this);
        copy.subprotocol = subprotocol;
        return copy;
    }

    /**
     * Says that the subscribe frame asks for what came after {@link WireSubscription#cursor()}, and that the server obeys. With it, do
     * not subscribe to one topic twice on a client: what is replayed for one would reach the other as well.
     */
    public JsonDialect withResume() {
        JsonDialect copy = new JsonDialect(this);
        copy.resumes = true;
        return copy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Binding binding(Transport transport) {
        if (!transport.canSend()) {
            throw new IllegalArgumentException("The protocol " + name + " subscribes by sending, and "
                    + transport.name() + " only receives: give a wss URL, or leave .transport(…) out");
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

    static String json(Object frame) {
        return frame instanceof String ? (String) frame : GSON.toJson(frame);
    }
}
