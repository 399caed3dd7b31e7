package dev.holdfast.spi;

import dev.holdfast.CloseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a wire protocol on one connection. It ends with the connection and is never reused.
 *
 * <p>All methods are called under a lock, one call at a time, and must not block. A conversation reports its results
 * through its {@link ConversationOutput}.
 */
public interface Conversation {
    /**
     * Starts the conversation on an open connection. An implementation either sends a greeting, or calls {@link
     * ConversationOutput#ready()} at once. Called first and once.
     *
     * @param header looks up a response header by name; returns null if the server did not send it
     */
    void opened(Function<String, @Nullable String> header);

    /**
     * Handles a frame from the server. Frames arrive in the order in which the server sent them. The frame is valid
     * only until this method returns.
     *
     * @throws CloseException if the peer breaks the protocol; this ends the connection
     */
    void received(Frame frame) throws CloseException;

    /**
     * Subscribes, in list order. On a {@linkplain WireProtocol.Binding#DEDICATED dedicated} connection the list has one
     * element, which the request already names.
     */
    void subscribe(List<WireSubscription> subscriptions);

    /** Ends a subscription. Messages that still arrive for it are ignored. */
    default void unsubscribe(WireSubscription subscription) {}

    /**
     * Publishes encoded data. Called only if {@link WireProtocol#supportsPublish()} returns true.
     *
     * @param command identifies this publish in {@link ConversationOutput#receipt} and {@link
     *     ConversationOutput#refused}
     */
    default void publish(long command, String topic, String data) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a call, which the server answers with a reply. Called only if {@link WireProtocol#supportsPublish()}
     * returns true.
     *
     * @param command identifies this call in {@link ConversationOutput#reply} and {@link ConversationOutput#refused}
     */
    default void call(long command, String topic, String data) {
        throw new UnsupportedOperationException();
    }

    /** Sends the protocol's own ping. Returns false if the protocol has none; the transport's ping is then used. */
    default boolean probe() {
        return false;
    }
}
