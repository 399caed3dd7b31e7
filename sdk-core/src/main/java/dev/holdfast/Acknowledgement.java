package dev.holdfast;

/**
 * The moment at which a message counts as handled. {@link Subscription#cursor()} and a {@link CursorStore} move past a
 * message once it is handled; a later process resumes there. A reconnect within the same process resumes after the last
 * message received, so queued messages do not arrive twice. Later versions may add values.
 */
public enum Acknowledgement {
    /** When the message is received. Messages still queued when the process dies are lost: at most once. */
    ON_RECEIPT,
    /**
     * When {@code onMessage} has returned or thrown; the default. After a crash the next process may receive the last
     * messages again: at least once.
     */
    ON_RETURN,
    /**
     * When {@link Message#ack()} is called, from any thread and in any order. The cursor moves past the longest run of
     * acknowledged messages. Unacknowledged messages count against {@link Limits#withQueue}. When they fill the queue,
     * the {@link Overflow} policy applies, so that a missing {@code ack()} cannot exhaust memory. With {@link
     * Overflow#dropOldest} and {@link Overflow#latest} the queue then keeps the newest messages, and the listener
     * receives no more until it acknowledges some. A message that cannot be decoded never reaches the app and counts as
     * acknowledged.
     */
    MANUAL
}
