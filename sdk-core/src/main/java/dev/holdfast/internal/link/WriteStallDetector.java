package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notices a write that makes no progress. One timer, and only while there is writing. */
final class WriteStallDetector {
    private final EventLoop loop;
    private final Duration timeout;
    private final Consumer<CloseReason> onStall;
    private final AtomicBoolean armed = new AtomicBoolean();
    /** When the write under way last made progress; 0 when none is under way. */
    private volatile long lastProgressNanos;

    private @OnLoop EventLoop.@Nullable Timer timer;
    private @OnLoop boolean stopped;

    WriteStallDetector(EventLoop loop, Duration timeout, Consumer<CloseReason> stalled) {
        this.loop = loop;
        this.timeout = timeout;
        this.onStall = stalled;
    }

    /** A write begins, or the one under way made progress. */
    void writeProgressed() {
        lastProgressNanos = loop.nanoTime() | 1;
        if (armed.compareAndSet(false, true)) loop.execute(() -> scheduleCheck(timeout.toNanos()));
    }

    /** Nothing is being written. */
    void writeFinished() {
        lastProgressNanos = 0;
    }

    /** The link is over. */
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
            // A write that began in between saw it armed.
            if (lastProgressNanos != 0 && armed.compareAndSet(false, true)) scheduleCheck(timeout.toNanos());
            return;
        }
        long waited = loop.nanoTime() - began;
        if (waited < timeout.toNanos()) scheduleCheck(timeout.toNanos() - waited);
        else {
            onStall.accept(CloseReason.retryable(
                    CloseReason.Kind.TIMEOUT, "A write made no progress for " + timeout.toMillis() + " ms"));
        }
    }
}
