package dev.holdfast;

import org.jspecify.annotations.Nullable;

/** The app's handle on one topic. It outlives every reconnection. */
public interface Subscription {
    /** The topic as the app named it; empty for the feed at the URL itself. */
    String topic();

    /** The state now. */
    SubscriptionState state();

    /**
     * The position behind the last message whose handling ended, for {@link SubscriptionOptions#withCursor} of a later
     * process; null where the server has given no id yet, or took it back.
     */
    @Nullable
    String cursor();

    /** Counters, read now. */
    SubscriptionStats stats();

    /**
     * The attempt whose connection carries it now, or did last, as {@link ConnectionEvent#attemptName()}; null before the
     * first.
     */
    @Nullable
    String attemptName();

    /**
     * Allows so many messages more to be given to the listener; for subscriptions made with {@link
     * SubscriptionOptions#withDemand}. From any thread, inside a callback too; it does not call the listener itself. What
     * was allowed adds up, and {@link Long#MAX_VALUE} is without end.
     *
     * @throws IllegalArgumentException when {@code messages} is less than 1
     * @throws IllegalStateException when the subscription was not made on demand
     */
    void request(long messages);

    /**
     * Stops it. When this returns no callback of this subscription runs or will run: a callback running in another thread
     * is waited for. Called inside a callback of the same client it does not wait, and the callbacks then running are
     * the last. Messages still queued are discarded and counted in {@link SubscriptionStats#discarded()}. Calling it
     * again does nothing.
     */
    void unsubscribeAndWait();

    /**
     * Stops it as {@link #unsubscribeAndWait()} does, and waits for nobody: a callback that runs in another thread goes on, and is
     * the last. For a user interface's thread, and for threads that hold what a callback may be waiting for.
     */
    void unsubscribe();
}
