package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A detector of writes that make no progress. Uses one timer, and only while a write is in progress. */
final class WriteStallDetector {
    private final EventLoop loop;
    private final LinkActivity activity;
    private final Duration timeout;
    private final Consumer<CloseReason> onStall;
    private final AtomicBoolean armed = new AtomicBoolean();
    /** The time of the last progress of the current write, 0 if there is none. */
    private volatile long lastProgressNanos;
    /** The exception of the write that makes no progress, null if it has not thrown. Set by the writing thread. */
    volatile @Nullable IOException failure;

    private @OnLoop EventLoop.@Nullable Timer timer;
    private @OnLoop boolean stopped;

    WriteStallDetector(EventLoop loop, LinkActivity activity, Duration timeout, Consumer<CloseReason> stalled) {
        this.loop = loop;
        this.activity = activity;
        this.timeout = timeout;
        this.onStall = stalled;
    }

    /** Records that a write starts or has made progress. Called by the writing thread. */
    void writeProgressed() {
        lastProgressNanos = loop.nanoTime() | 1;
        if (armed.compareAndSet(false, true)) loop.execute(() -> scheduleCheck(timeout.toNanos()));
    }

    /** Records that no write is in progress. Called by the writing thread. */
    void writeFinished() {
        lastProgressNanos = 0;
    }

    /** Stops the detector, because the link has ended. */
    @OnLoop
    void stop() {
        loop.assertHere();
        stopped = true;
        if (timer != null) timer.cancel();
        timer = null;
    }

    @OnLoop
    private void scheduleCheck(long delay) {
        if (!stopped) timer = loop.schedule(delay, this::checkProgress);
    }

    @OnLoop
    private void checkProgress() {
        timer = null;
        long began = lastProgressNanos;
        if (began == 0) {
            armed.set(false);
            // A write that started in between saw the detector armed and set no timer.
            if (lastProgressNanos != 0 && armed.compareAndSet(false, true)) scheduleCheck(timeout.toNanos());
            return;
        }
        long waited = loop.nanoTime() - began;
        // A slow peer takes bytes in lumps: after many, it may take twice as long.
        long longest = timeout.toNanos() + Math.min(timeout.toNanos(), activity.lateNanos(began));
        if (waited < longest) scheduleCheck(longest - waited);
        else {
            onStall.accept(CloseReason.retryable(
                            CloseReason.Kind.TIMEOUT,
                            "Write timed out: no progress for " + TimeUnit.NANOSECONDS.toMillis(waited) + " ms")
                    .withCause(failure));
        }
    }
}
