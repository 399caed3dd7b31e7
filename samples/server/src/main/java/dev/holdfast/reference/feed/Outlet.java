package dev.holdfast.reference.feed;

import org.jspecify.annotations.Nullable;

/**
 * The output of one subscription. The first three methods only queue and may be called under a topic's lock. {@link
 * #flush} is called after them, without a lock.
 */
public interface Outlet {
    /**
     * Sends the continuity once, before any message. The position becomes the client's cursor; null keeps the old one.
     */
    void subscribed(Continuity continuity, @Nullable EventId place);

    /** Sends a position up to which nothing was missed. It becomes the client's cursor. */
    void position(EventId place);

    /** Sends the next message. */
    void message(Event event);

    /** Sends the end of the subscription. */
    void ended(String reason, boolean retry, long afterMillis);

    /**
     * Returns whether a page of old messages may be queued now. Only one reading of a connection has the turn, until
     * {@link #endTurn}. Otherwise the task runs once when the turn is available.
     */
    boolean takeTurn(Runnable later);

    /** Leaves the queue for turns, because the reading has ended. May be called under a topic's lock. */
    default void leaveTurns() {}

    /** Ends the turn, after a page was queued or if there is none. */
    void endTurn();

    /** Returns the size limit of a page of old messages, in characters. */
    int pageSize();

    /** Writes the queued text. */
    void flush();
}
