package dev.holdfast;

/**
 * A listener for all events of a client, in addition to the app's own listeners; for metrics and logs. One monitor may
 * serve multiple clients; a derived client has the monitors of its parent. Later versions may add methods with an empty
 * default.
 *
 * <p>Threads: events of a subscription come on the thread that runs its listener, just before the listener receives
 * them ({@link #onHandled} just after). Connection events and {@link #onClosed} come on a background thread, in order
 * for each client. {@link #onStarted} comes on the thread that builds the client, {@link #onRoundTrip} on the thread
 * that reads the connection. A monitor must therefore return quickly and be safe for use by multiple threads. Its
 * exceptions are counted in {@link RealtimeClient#diagnostics()} and otherwise ignored.
 */
public interface Monitor extends ConnectionListener {
    /** A client was built or derived. */
    default void onStarted(RealtimeClient client) {}

    /**
     * A closed client has released its last connection. Its {@linkplain RealtimeClient#stats() counters} remain
     * readable.
     */
    default void onClosed(RealtimeClient client) {}

    @Override
    default void onConnectionEvent(ConnectionEvent event) {}

    /** The server confirmed a subscription, for the first time or again. */
    default void onSubscribed(Subscription subscription, Continuity continuity) {}

    /**
     * A listener returned from a message, threw, or could not receive it because decoding failed.
     *
     * @param nanos the duration in nanoseconds, including decoding
     */
    default void onHandled(Subscription subscription, long nanos) {}

    /** {@link Overflow} dropped messages. */
    default void onDropped(Subscription subscription, DroppedMessages dropped) {}

    /**
     * A message could not be decoded (a {@link DecodeException}), a callback threw, or the cursor store failed. The
     * message of the exception, or of its cause, may quote a payload.
     */
    default void onError(Subscription subscription, Throwable error) {}

    /** A subscription ended and is not retried. Not called after {@link Subscription#unsubscribe()}. */
    default void onEnded(Subscription subscription, CloseReason reason) {}

    /**
     * The peer answered a heartbeat probe.
     *
     * @param connection the name of the connection, as in {@link ConnectionEvent#connection()}
     * @param nanos the time from the probe to its answer, in nanoseconds
     */
    default void onRoundTrip(String connection, long nanos) {}
}
