package dev.holdfast;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where listeners run. Whatever it is, one subscription's callbacks come in order and never two at once. Immutable. */
public final class Delivery {
    private static final Delivery BACKGROUND = new Delivery(null, false);
    private static final Delivery DIRECT = new Delivery(null, true);

    private final @Nullable Executor executor;
    private final boolean direct;

    private Delivery(@Nullable Executor executor, boolean direct) {
        this.executor = executor;
        this.direct = direct;
    }

    /** On background threads of the client: the default. */
    public static Delivery background() {
        return BACKGROUND;
    }

    /**
     * On an executor of the app, such as a user interface's thread. It is never shut down. If it refuses work the
     * subscription ends with {@link CloseReason.Kind#SLOW_CONSUMER}.
     */
    public static Delivery on(Executor executor) {
        return new Delivery(Objects.requireNonNull(executor, "executor"), false);
    }

    /**
     * On the thread that reads the connection: the least latency, and the listener's time is taken from reading. On a
     * shared connection a slow listener holds up every topic.
     */
    public static Delivery direct() {
        return DIRECT;
    }

    /** The app's executor, null where it gave none. */
    public @Nullable Executor executor() {
        return executor;
    }

    /** Whether listeners run on the reading thread. */
    public boolean isDirect() {
        return direct;
    }
}
