package dev.holdfast;

/**
 * Hears of everything that happens in a client, beside the app's own listeners: for metrics and logs. One monitor may
 * serve many clients; a derived client has the monitor of the one it comes from.
 *
 * <p>What is about a subscription is said on the thread that runs its listener, just before the listener hears it, and
 * of a message just after; what is about connections on a background thread, for each client in order; a heartbeat's
 * answer on the thread that reads. So it must be quick, and safe for use by many threads. What it throws is counted in
 * {@link RealtimeClient#diagnostics()} and otherwise ignored.
 */
public interface Monitor extends ConnectionListener {
    /** A client was built, or derived. */
    default void onStarted(RealtimeClient client) {}

    /** A closed client has let go of its last connection; its {@linkplain RealtimeClient#stats() counters} may stay. */
    default void onClosed(RealtimeClient client) {}

    @Override
    default void onConnectionEvent(ConnectionEvent event) {}

    /** The server took a subscription up. */
    default void onSubscribed(Subscription subscription, Continuity continuity) {}

    /**
     * A listener returned from a message, or threw.
     *
     * @param nanos how long it took, decoding included
     */
    default void onHandled(Subscription subscription, long nanos) {}

    /** Messages were shed. */
    default void onDropped(Subscription subscription, DroppedMessages dropped) {}

    /** A message could not be decoded, a listener threw, or a position could not be kept. */
    default void onError(Subscription subscription, Throwable error) {}

    /** A subscription ended, and not by {@code unsubscribe()}. */
    default void onEnded(Subscription subscription, CloseReason reason) {}

    /**
     * A probe was answered.
     *
     * @param connection as {@link ConnectionEvent#connection()}
     * @param nanos from the probe to its answer
     */
    default void onRoundTrip(String connection, long nanos) {}
}
