package dev.holdfast;

/**
 * Hears of connection states. Called in order, never two at once, on a thread of the client; what it throws is counted and
 * shown in {@code diagnostics()}. Its calls and those of a {@link SubscriptionListener} are not ordered among each other.
 */
@FunctionalInterface
public interface ConnectionListener {
    /** The state of a connection changed. A listener that is 1,024 events behind misses the oldest. */
    void onConnectionEvent(ConnectionEvent event);
}
