package dev.holdfast;

/**
 * A listener for the state changes of a client's connections. Called for one event at a time, in order, on the executor
 * of {@link Delivery#on} or else on a thread of the client. Its exceptions are counted in {@link
 * RealtimeClient#diagnostics()} and otherwise ignored. Its calls and those of a {@link SubscriptionListener} have no
 * defined order relative to each other.
 */
@FunctionalInterface
public interface ConnectionListener {
    /**
     * Receives a state change. A break is several events: one for its back-off, which has a {@link
     * ConnectionEvent#delay()}, one for the attempt that follows, and one for its success, or one for the next back-off.
     * A listener that is 1,024 events behind loses the oldest.
     */
    void onConnectionEvent(ConnectionEvent event);
}
