package dev.holdfast;

/**
 * A handler of the messages and events of one subscription. Its methods are called one at a time, in the order of the
 * messages, on the threads that {@link Delivery} names. Their exceptions go to {@link #onError} and are counted; the
 * subscription continues. An exception of {@code onError} or {@code onEnded}, or of a callback that unsubscribed, goes to
 * {@link RealtimeClient.Builder#onUnhandled}.
 * Later versions may add methods with an empty default.
 *
 * @param <T> the type that payloads are decoded to
 */
public interface SubscriptionListener<T> extends MessageHandler<T> {
    /**
     * The server confirmed the subscription, for the first time or again. Called before the first message that follows.
     * {@link Continuity#GAP} reports that messages were lost.
     */
    default void onSubscribed(Continuity continuity) {}

    /**
     * {@link Overflow} dropped messages. Called once per episode. An episode ends when the queue is half empty, or when
     * as many messages as the queue can hold were delivered since the first drop.
     */
    default void onDropped(DroppedMessages dropped) {}

    /**
     * The event stream contained a comment. Called only if the client uses {@link
     * dev.holdfast.transport.SseTransport#withComments}, and only if the event stream is the subscription's own, as with
     * all protocols of Holdfast; other comments are ignored. The text is what follows the colon and one space, decoded as
     * UTF-8. A comment keeps its place among the messages, and is one for {@link SubscriptionStats}, {@link Limits#withQueue}
     * and {@link Overflow}, which may drop it. It has no key, moves no cursor, needs no demand and is not acknowledged.
     */
    default void onComment(String comment) {}

    /**
     * A message could not be decoded (a {@link DecodeException}), a callback threw, or the cursor store failed. A
     * message counts as handled then. The subscription continues. To leave the error to {@link
     * RealtimeClient.Builder#onUnhandled}, throw it.
     */
    void onError(Throwable error);

    /**
     * The subscription ended and is not retried. Always the last call; not called after {@link
     * Subscription#unsubscribe()}.
     */
    void onEnded(CloseReason reason);
}
