package dev.holdfast.spi;

/**
 * Steers clients for a platform, such as pausing them while a phone has no network. Add it with {@link
 * dev.holdfast.RealtimeClient.Builder#platformWatcher}. One watcher may serve multiple clients, from multiple threads; a
 * derived client has the watchers of its parent. Exceptions of a watcher are counted in {@link
 * dev.holdfast.RealtimeClient#diagnostics()} and otherwise ignored.
 */
public interface PlatformWatcher {
    /** A client was built or derived. Called on the thread that builds it, before {@code build()} returns. */
    void onStarted(PlatformControl client);

    /**
     * A client was closed and has released its last connection. Called once, with the same object as {@link #onStarted}, on
     * a background thread.
     */
    void onClosed(PlatformControl client);

    /** A connection of a client changed its state. Called on a background thread, in order for each client. */
    default void onConnectionEvent(dev.holdfast.ConnectionEvent event) {}
}
