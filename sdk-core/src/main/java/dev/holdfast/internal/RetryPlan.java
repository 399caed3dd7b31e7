package dev.holdfast.internal;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** When a session tries next: the back-off, the server's word as its floor, and what counts as a fresh start. */
final class RetryPlan {
    private final Backoff backoff;
    private final DoubleSupplier random;
    private volatile int failures;
    private volatile boolean stable;
    private Duration serverFloor = Duration.ZERO;

    RetryPlan(Backoff backoff, DoubleSupplier random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** The connection has been ready for long enough: what went before no longer counts. */
    void stable() {
        stable = true;
    }

    /** The server's {@code retry:}, for all attempts from now on. */
    void serverFloor(long millis) {
        serverFloor = Duration.ofMillis(millis);
    }

    /** Counts an end and draws the delay before the next attempt. */
    long delayNanos(CloseReason reason) {
        failures = stable ? 0 : failures + 1;
        stable = false;
        Duration asked = reason.retryAfter();
        Duration floor = asked != null && asked.compareTo(serverFloor) > 0 ? asked : serverFloor;
        // Added, not the larger of the two: clients told the same Retry-After would else come back together.
        return floor.toNanos()
                + (long) (random.getAsDouble() * backoff.bound(failures).toNanos());
    }

    /** The number of the attempt under way or to come. */
    int attempt() {
        return stable ? 1 : failures + 1;
    }
}
