package dev.holdfast;

import org.jspecify.annotations.Nullable;

/**
 * A subscription to one topic. It survives every reconnect. Implemented by Holdfast only; later versions may add
 * methods. Safe for use by multiple threads.
 */
public interface Subscription {
    /** Returns the topic as the app named it; empty for the feed at the URL itself. */
    String topic();

    /** Returns the current state. */
    SubscriptionState state();

    /**
     * Returns the cursor after the last handled message (see {@link Acknowledgement}), for {@link
     * SubscriptionOptions#withCursor} in a later process; null if the server has sent no id or has reset it.
     */
    @Nullable
    String cursor();

    /** Returns the current counters. */
    SubscriptionStats stats();

    /**
     * Returns the name of the attempt whose connection carries the subscription now or did last, as in {@link
     * ConnectionEvent#attemptName()}; null before the first.
     */
    @Nullable
    String attemptName();

    /**
     * Adds to the number of messages that the listener may receive; for subscriptions made with {@link
     * SubscriptionOptions#withDemand}. Requests add up; {@link Long#MAX_VALUE} means without limit. May be called from
     * any thread and inside a callback. Never calls the listener itself.
     *
     * @throws IllegalArgumentException when {@code messages} is less than 1
     * @throws IllegalStateException when the subscription was made without {@code withDemand()}
     */
    void request(long messages);

    /**
     * Unsubscribes, and waits for a callback of this subscription that is running on another thread. After it returns,
     * no callback runs or will run. Inside a callback of the same client it does not wait; callbacks already running
     * are the last ones. Queued messages are discarded and counted in {@link SubscriptionStats#discarded()}. {@code
     * onEnded} is not called. Callbacks of two clients that are not derived from one another must not call this on each
     * other's subscriptions: both would wait forever. Idempotent.
     */
    void unsubscribeAndWait();

    /**
     * Unsubscribes like {@link #unsubscribeAndWait()}, but never blocks: a callback that is running on another thread
     * continues and is the last. Use it on a user interface's thread, or while holding a lock that the running callback
     * needs.
     */
    void unsubscribe();
}
