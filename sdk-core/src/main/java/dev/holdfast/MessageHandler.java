package dev.holdfast;

/**
 * A handler of the messages of one subscription, for example a lambda. Called for one message at a time, in order, on
 * the threads that {@link Delivery} names.
 *
 * <p>A plain handler receives messages only. An exception that it throws, a payload that cannot be decoded, a gap,
 * dropped messages and the end of the subscription go to {@link RealtimeClient.Builder#onUnhandled}. Implement {@link
 * SubscriptionListener} to receive them.
 *
 * @param <T> the type that payloads are decoded to
 */
@FunctionalInterface
public interface MessageHandler<T> {
    /** Receives a message. */
    void onMessage(Message<T> message);
}
