package dev.holdfast.spi;

import java.time.Duration;

/**
 * What a platform does to a client beside the app, such as Android when the network goes. Every {@link
 * dev.holdfast.RealtimeClient} of Holdfast's own is one. Any thread; nothing blocks.
 */
public interface PlatformControl {
    /**
     * Closes connections and makes no attempt until every hold is released, and the app has not {@linkplain
     * dev.holdfast.RealtimeClient#pause() paused} the client either. Subscriptions stay and keep their positions.
     *
     * @param why names the hold, such as "no network"; the same name twice is one hold
     */
    void addPauseReason(String why);

    /**
     * Releases a hold; the last one dials at once. How long the next back-off is stays as it was: a server that was in
     * trouble before is not taken to be well. A name that holds nothing changes nothing.
     */
    void removePauseReason(String why);

    /** Cuts back-offs short; what is connected, or about to be, is left alone. */
    void retryNow();

    /**
     * Asks every connection for a sign of life. One that gives none within so long is left, and a fresh one dialled at
     * once; so is one that cannot be asked, as an event stream, unless bytes come by themselves. An attempt under way has
     * so long to succeed; a back-off is cut short. A connection whose reader is held up by a slow listener is left alone.
     * What is dialled from here on takes no connection that was idle before.
     */
    void verifyConnections(Duration within);
}
