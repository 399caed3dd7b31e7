package dev.holdfast;

/**
 * When a message is done with, so that {@link Subscription#cursor()} and a {@link CursorStore} move behind it. It is what a
 * later process goes on from; a reconnect goes on from what is queued, so that nothing queued comes twice.
 */
public enum Acknowledgement {
    /** When it is taken in. A process that ends may lose what was queued: at most once. */
    ON_RECEIPT,
    /** When {@code onMessage} has returned or thrown: the default. A process that ends sees its last messages again. */
    ON_RETURN,
    /**
     * When {@link Message#ack()} is called, from any thread and in any order; the position moves behind the longest run of
     * acknowledged messages. Messages handed out and not acknowledged count against {@link Limits#withQueue}: when it is full
     * of them, {@link Overflow} does what it says, so an app that forgets to acknowledge comes to a stop and not out of
     * memory. A message that cannot be decoded, which no app sees, counts as acknowledged.
     */
    MANUAL
}
