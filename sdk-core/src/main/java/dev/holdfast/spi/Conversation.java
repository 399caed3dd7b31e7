package dev.holdfast.spi;

import dev.holdfast.CloseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a wire protocol on one link; it dies with the link. Its link calls it under a lock, one call at a time;
 * it answers through its {@link ConversationOutput} and never blocks.
 */
public interface Conversation {
    /**
     * The connection is open. Either sends a greeting, or says {@link ConversationOutput#ready()} at once.
     *
     * @param header looks up a header of the response; answers null where there is none
     */
    void opened(Function<String, @Nullable String> header);

    /**
     * A frame came.
     *
     * @throws CloseException when the peer breaks the protocol
     */
    void received(Frame frame) throws CloseException;

    /** Takes up subscriptions, in this order. On a dedicated link there is one, already in the request. */
    void subscribe(List<WireSubscription> routes);

    /** Gives one up. What still comes for it is ignored. */
    default void unsubscribe(WireSubscription wire) {}

    /** Publishes encoded data; only where {@link WireProtocol#supportsPublish()}. */
    default void publish(long command, String topic, String data) {
        throw new UnsupportedOperationException();
    }

    /** Sends a request; only where {@link WireProtocol#supportsPublish()}. */
    default void request(long command, String topic, String data) {
        throw new UnsupportedOperationException();
    }

    /** Sends the protocol's own ping, if it has one; otherwise answers false and the transport's is used. */
    default boolean probe() {
        return false;
    }
}
