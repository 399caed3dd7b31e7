package dev.holdfast.spi;

import java.time.Duration;

/**
 * The control that a {@link PlatformWatcher} has over one client. Safe for use by multiple threads; never blocks.
 * Implemented by Holdfast only; later versions may add methods.
 */
public interface PlatformControl {
    /**
     * Closes connections and makes no attempt until every reason is removed and the app has not {@linkplain
     * dev.holdfast.RealtimeClient#pause() paused} the client. Subscriptions stay and keep their cursors.
     *
     * @param reason names the reason, such as "No network available"; shown in the events of the pause. Adding the same
     *     reason twice counts once
     */
    void addPauseReason(String reason);

    /**
     * Removes a pause reason. Removing the last one dials at once, without resetting the back-off. Ignores an unknown
     * reason.
     */
    void removePauseReason(String reason);

    /** Dials now instead of waiting for the rest of a back-off. Leaves connections and attempts under way alone. */
    void retryNow();

    /**
     * Asks every connection for a sign of life. Replaces a connection that gives none within the timeout, or that cannot be
     * asked (an event stream) and receives no bytes by itself. An attempt under way must succeed within the timeout; a
     * back-off is cut short. Leaves a connection alone while a slow listener holds up its reading thread. New connections
     * use no connection that was idle before.
     */
    void verifyConnections(Duration timeout);

    /** Closes the client for good: {@link dev.holdfast.RealtimeClient#close()}. */
    void close();
}
