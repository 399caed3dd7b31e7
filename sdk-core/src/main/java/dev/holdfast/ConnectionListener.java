package dev.holdfast;

/**
 * A listener for the state changes of a client's connections. Called for one event at a time, in order, on the executor
 * of {@link Delivery#on} or else on a thread of the client. Its exceptions are counted in {@link
 * RealtimeClient#diagnostics()} and otherwise ignored. Its calls and those of a {@link SubscriptionListener} have no
 * defined order relative to each other.
 */
@FunctionalInterface
public interface ConnectionListener {
    /** Receives a state change. A listener that is 1,024 events behind loses the oldest. */
    void onConnectionEvent(ConnectionEvent event);
}
