package dev.holdfast;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run listeners. With each of them, the callbacks of one subscription run one at a time and in order.
 * Immutable.
 */
public final class Delivery {
    private static final Delivery BACKGROUND = new Delivery(null, false);
    private static final Delivery DIRECT = new Delivery(null, true);

    private final @Nullable Executor executor;
    private final boolean direct;

    private Delivery(@Nullable Executor executor, boolean direct) {
        this.executor = executor;
        this.direct = direct;
    }

    /** Returns the default: background threads of the client. */
    public static Delivery background() {
        return BACKGROUND;
    }

    /**
     * Returns delivery on an executor of the app, such as a user interface's thread. Holdfast never shuts it down. If
     * it rejects a task, the subscription ends with {@link CloseReason.Kind#SLOW_CONSUMER}, and {@link
     * SubscriptionListener#onEnded} is called on a background thread of the client instead.
     */
    public static Delivery on(Executor executor) {
        return new Delivery(Objects.requireNonNull(executor, "executor"), false);
    }

    /**
     * Returns delivery on the thread that reads the connection. This has the lowest latency, but reading waits while a
     * listener runs: on a shared connection, one slow listener delays all topics.
     */
    public static Delivery direct() {
        return DIRECT;
    }

    /** Returns the app's executor; null if the app set none. */
    public @Nullable Executor executor() {
        return executor;
    }

    /** Returns true if listeners run on the thread that reads the connection. */
    public boolean isDirect() {
        return direct;
    }
}
