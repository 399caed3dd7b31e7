package dev.holdfast;

/**
 * Hears of one subscription. Its methods are called one at a time, in the order of the messages, on the threads that
 * {@link Delivery} says. What they throw is handed to {@link #onError} and counted, and stops nothing.
 *
 * @param <T> what payloads are decoded to
 */
@FunctionalInterface
public interface SubscriptionListener<T> {
    /** A message. */
    void onMessage(Message<T> message);

    /** The server took the subscription up, the first time or again; told before the first message that follows. */
    default void onSubscribed(Continuity continuity) {}

    /**
     * {@link Overflow} shed messages. Told once an episode, which ends when the queue is half empty or as many messages
     * as it can hold were delivered since the first was shed.
     */
    default void onDropped(DroppedMessages dropped) {}

    /** A message could not be decoded, or a callback threw. The message counts as handled. */
    default void onError(Throwable error) {}

    /** It ended and will not be tried again. Always the last call; not made after {@link Subscription#unsubscribeAndWait()}. */
    default void onEnded(CloseReason reason) {}
}
