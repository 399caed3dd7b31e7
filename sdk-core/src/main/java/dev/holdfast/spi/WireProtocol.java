package dev.holdfast.spi;

import org.jspecify.annotations.Nullable;

/**
 * A wire protocol: the format of topics and messages on a connection. Immutable; one instance may serve many clients
 * and connections.
 */
public interface WireProtocol {
    /** The mapping of subscriptions to connections. */
    enum Binding {
        /** One connection for each subscription. The request names the topic. */
        DEDICATED,
        /** One connection for all subscriptions. Frames subscribe to the topics. */
        MULTIPLEXED
    }

    /** Returns the name for logs and error messages. */
    String name();

    /**
     * Returns how this protocol maps subscriptions to the connections of a transport.
     *
     * @throws IllegalArgumentException if the protocol cannot use the transport; the message states what to use instead
     */
    Binding binding(Transport transport);

    /**
     * Returns the request for a connection. Called for each attempt, and once in {@code subscribe} to check the topic.
     *
     * @param base the client's URL and headers
     * @param subscription the subscription of a dedicated connection, null for a multiplexed connection
     * @throws IllegalArgumentException if the topic does not fit into a URL below the base
     */
    default Target target(Target base, @Nullable WireSubscription subscription) {
        return base;
    }

    /** Creates the conversation of one connection. */
    Conversation newConversation(ConversationOutput output);

    /**
     * Returns whether the server confirms each subscription. If true, a subscription that is not confirmed within
     * {@link dev.holdfast.Limits#replyTimeout()} is requested once more, and then the connection is replaced. If false,
     * a subscription counts as confirmed after 5 seconds, unless the conversation reports it earlier.
     */
    default boolean confirmsSubscriptions() {
        return true;
    }

    /** Returns whether a subscription can resume from its cursor without losing messages. */
    boolean supportsResume();

    /** Returns whether this protocol supports publishes and calls. */
    default boolean supportsPublish() {
        return false;
    }

    /**
     * Encodes the data of a publish or a call. Runs on the thread of the caller. Exceptions of the application's own
     * types are passed on.
     *
     * @throws UnsupportedOperationException if this protocol cannot publish
     */
    default String encode(@Nullable Object data) {
        throw new UnsupportedOperationException("The protocol " + name() + " cannot publish");
    }
}
