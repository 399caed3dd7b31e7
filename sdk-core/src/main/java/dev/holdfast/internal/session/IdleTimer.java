package dev.holdfast.internal.session;

import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A shared connection that nothing uses is kept for a while, since the next screen may want it. */
@OnLoop
final class IdleTimer {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private EventLoop.@Nullable Timer timer;

    IdleTimer(EventLoop loop) {
        this.loop = loop;
    }

    /** Has the while begin, unless it has begun; if nothing is wanted at its end, then that. */
    void start(BooleanSupplier wanted, Runnable then) {
        loop.assertHere();
        if (timer != null) return;
        timer = loop.schedule(IDLE_NANOS, () -> {
            timer = null;
            if (!wanted.getAsBoolean()) then.run();
        });
    }

    void stop() {
        loop.assertHere();
        if (timer != null) timer.cancel();
        timer = null;
    }
}
