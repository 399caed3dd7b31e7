package dev.holdfast.internal.client;

import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A task that polls, on the loop, until all listeners have handled their queued messages and all cursors are saved, or
 * the timeout passes.
 */
@OnLoop
final class DrainTask {
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private final EventLoop loop;
    private final List<RealSubscription> subscriptions;
    private final long deadlineNanos;
    private final Consumer<Boolean> done;

    DrainTask(EventLoop loop, List<RealSubscription> subscriptions, Duration timeout, Consumer<Boolean> done) {
        this.loop = loop;
        this.subscriptions = subscriptions;
        this.deadlineNanos = loop.nanoTime() + timeout.toNanos();
        this.done = done;
    }

    /** Throws if the timeout is negative or longer than 365 days. */
    @AnyThread
    static void checkTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "The drain timeout must be from zero to " + MAX_TIMEOUT.toDays() + " days, but is " + timeout);
        }
    }

    void checkProgress() {
        loop.assertHere();
        subscriptions.removeIf(RealSubscription::isDrained);
        if (subscriptions.isEmpty()) done.accept(true);
        else if (loop.nanoTime() - deadlineNanos >= 0) done.accept(false);
        else loop.schedule(POLL_INTERVAL_NANOS, this::checkProgress);
    }
}
