package dev.holdfast.spi;

import org.jspecify.annotations.Nullable;

/** How topics and messages are written on a connection. Immutable; serves any number of clients and links. */
public interface WireProtocol {
    /** How subscriptions are bound to links. */
    enum Binding {
        /** A link for each subscription, named in its request. */
        DEDICATED,
        /** One link for all, subscribed to by frames. */
        MULTIPLEXED
    }

    /** Its name for logs and error messages. */
    String name();

    /**
     * How it binds over a transport.
     *
     * @throws IllegalArgumentException with what to choose instead, where it cannot use that transport
     */
    Binding binding(Transport transport);

    /**
     * What to dial. Called anew for each attempt, and once in {@code subscribe} to check the topic.
     *
     * @param base the client's URL and headers
     * @param wire the subscription of a dedicated link; null for a multiplexed one
     * @throws IllegalArgumentException when the topic cannot be reached from the base
     */
    default Target target(Target base, @Nullable WireSubscription wire) {
        return base;
    }

    /** Begins the conversation of a link. */
    Conversation newConversation(ConversationOutput output);

    /** Whether a subscription can be taken up again from its cursor without loss. */
    boolean supportsResume();

    /** Whether it can publish and request. */
    default boolean supportsPublish() {
        return false;
    }

    /** Writes what the app publishes. Runs on the app's thread and may throw what the app's own types throw. */
    default String encode(@Nullable Object data) {
        throw new UnsupportedOperationException("The protocol " + name() + " does not publish");
    }
}
