package dev.holdfast.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A shared connection that nothing uses is kept for a while, since the next screen may want it. On the loop. */
final class Linger {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Loop loop;
    private Loop.@Nullable Timer timer;

    Linger(Loop loop) {
        this.loop = loop;
    }

    /** Has the while begin, unless it has begun; if nothing is wanted at its end, then that. */
    void begin(BooleanSupplier wanted, Runnable then) {
        if (timer != null) return;
        timer = loop.schedule(NANOS, () -> {
            timer = null;
            if (!wanted.getAsBoolean()) then.run();
        });
    }

    void stop() {
        if (timer != null) timer.cancel();
        timer = null;
    }
}
