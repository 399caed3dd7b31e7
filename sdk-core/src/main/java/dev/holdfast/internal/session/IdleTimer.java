package dev.holdfast.internal.session;

import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer that keeps an unused shared connection open for 5 s, because the next screen of an app may need it. */
@OnLoop
final class IdleTimer {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private EventLoop.@Nullable Timer timer;

    IdleTimer(EventLoop loop) {
        this.loop = loop;
    }

    /** Starts the timer if it is not running. Runs {@code then} when it fires. */
    void start(Runnable then) {
        loop.assertHere();
        if (timer != null) return;
        timer = loop.schedule(IDLE_NANOS, () -> {
            timer = null;
            then.run();
        });
    }

    /** Stops the timer. Idempotent. */
    void stop() {
        loop.assertHere();
        if (timer != null) timer.cancel();
        timer = null;
    }
}
