package dev.holdfast;

/** Hears of connection states. Called in order, never two at once, on a thread of the client; what it throws is counted. */
@FunctionalInterface
public interface ConnectionListener {
    /** The state of a connection changed. Every change is told, however slow this is. */
    void onConnectionEvent(ConnectionEvent event);
}
