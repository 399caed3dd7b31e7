package dev.holdfast.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits, on the loop, until listeners have finished what is queued, or the time is up. */
final class Drain {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final Loop loop;
    private final List<RealSubscription> subscriptions;
    private final long until;
    private final Consumer<Boolean> done;

    Drain(Loop loop, List<RealSubscription> subscriptions, Duration most, Consumer<Boolean> done) {
        this.loop = loop;
        this.subscriptions = subscriptions;
        this.until = loop.nanoTime() + most.toNanos();
        this.done = done;
    }

    /** Refuses what nobody can mean. */
    static void check(Duration most) {
        if (most.isNegative() || most.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("drain takes a duration from zero to " + LONGEST.toDays() + " days");
        }
    }

    void look() {
        subscriptions.removeIf(RealSubscription::quiet);
        if (subscriptions.isEmpty()) done.accept(true);
        else if (loop.nanoTime() - until >= 0) done.accept(false);
        else loop.schedule(LOOK_NANOS, this::look);
    }
}
