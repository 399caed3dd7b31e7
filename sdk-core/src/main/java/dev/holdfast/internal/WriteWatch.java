package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notices a write that makes no progress. One timer, and only while there is writing. */
final class WriteWatch {
    private final Loop loop;
    private final Duration timeout;
    private final Consumer<CloseReason> stalled;
    private final AtomicBoolean armed = new AtomicBoolean();
    /** When the write under way last made progress; 0 when none is under way. */
    private volatile long since;

    private Loop.@Nullable Timer timer;
    private boolean stopped;

    WriteWatch(Loop loop, Duration timeout, Consumer<CloseReason> stalled) {
        this.loop = loop;
        this.timeout = timeout;
        this.stalled = stalled;
    }

    /** A write begins, or the one under way made progress. */
    void writing() {
        since = loop.nanoTime() | 1;
        if (armed.compareAndSet(false, true)) loop.execute(() -> arm(timeout.toNanos()));
    }

    /** Nothing is being written. */
    void idle() {
        since = 0;
    }

    /** On the loop: the link is over. */
    void stop() {
        stopped = true;
        if (timer != null) timer.cancel();
        timer = null;
    }

    private void arm(long delay) {
        if (!stopped) timer = loop.schedule(delay, this::look);
    }

    private void look() {
        timer = null;
        long began = since;
        if (began == 0) {
            armed.set(false);
            // A write that began in between saw it armed.
            if (since != 0 && armed.compareAndSet(false, true)) arm(timeout.toNanos());
            return;
        }
        long waited = loop.nanoTime() - began;
        if (waited < timeout.toNanos()) arm(timeout.toNanos() - waited);
        else {
            stalled.accept(CloseReason.retryable(
                    CloseReason.Kind.TIMEOUT, "A write made no progress for " + timeout.toMillis() + " ms"));
        }
    }
}
