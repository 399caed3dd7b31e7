package dev.holdfast.spi;

import java.time.Duration;

/**
 * The controls through which a {@link PlatformWatcher} acts on a client, such as when Android reports a lost network.
 * Thread-safe; no method blocks. Implemented by Holdfast only; later versions may add methods.
 */
public interface PlatformControl {
    /**
     * Pauses the client. It closes its connections and does not dial until every pause reason is removed, including the
     * application's own {@linkplain dev.holdfast.RealtimeClient#pause() pause}. Subscriptions stay and keep their
     * cursors.
     *
     * @param reason names the reason, such as "No network available"; shown in the events of the pause. Adding the same
     *     reason twice counts once
     */
    void addPauseReason(String reason);

    /**
     * Removes a pause reason. The client dials at once when the last one is removed. The next backoff delay keeps its
     * length, because a server that failed before the pause may still be failing. An unknown reason is ignored.
     */
    void removePauseReason(String reason);

    /** Ends current backoff delays and dials at once. Open connections and attempts in progress are not affected. */
    void retryNow();

    /**
     * Checks that every connection is alive, and replaces each dead one.
     *
     * <ul>
     *   <li>An open connection is probed. If no byte arrives within {@code timeout}, it is dropped and dialled again at
     *       once. A connection that cannot be probed, such as an event stream, must receive data within the same time.
     *   <li>A connection attempt in progress must succeed within {@code timeout}.
     *   <li>A backoff delay ends at once.
     *   <li>A connection whose reader waits for a slow listener is not affected.
     * </ul>
     *
     * Connections dialled after this call do not reuse pooled connections that were idle before it.
     */
    void verifyConnections(Duration timeout);

    /** Closes the client for good: {@link dev.holdfast.RealtimeClient#close()}. */
    void close();
}
