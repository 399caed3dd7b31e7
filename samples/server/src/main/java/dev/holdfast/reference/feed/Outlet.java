package dev.holdfast.reference.feed;

import org.jspecify.annotations.Nullable;

/**
 * Where one subscription is served. The first three only queue and may be called under a topic's lock; {@link #flush} is
 * called after them, under none.
 */
public interface Outlet {
    /** Said once, before any message. The place is the client's cursor from now on; null leaves it what it is. */
    void subscribed(Continuity continuity, @Nullable EventId place);

    /** Nothing was missed up to that place: the client's cursor from now on. */
    void position(EventId place);

    /** The next message. */
    void message(Event event);

    /** Nothing follows. */
    void ended(String reason, boolean retry, long afterMillis);

    /**
     * Whether a page of old messages may be queued now. One reading of a connection at a time has its turn, until {@link
     * #endTurn}; who has to wait for it has it when the task runs, once.
     */
    boolean takeTurn(Runnable later);

    /** The reading is over, and waits for no turn any more. May be called under a topic's lock. */
    default void leaveTurns() {}

    /** The page is queued, or there is none. */
    void endTurn();

    /** How much old text may be queued at a time, in characters. */
    int pageSize();

    /** Writes what is queued. */
    void flush();
}
