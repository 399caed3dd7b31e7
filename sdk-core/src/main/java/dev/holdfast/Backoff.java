package dev.holdfast;

import java.time.Duration;

/**
 * How long to wait between attempts. Immutable; each method answers a copy.
 *
 * <p>After a connection that was stable, the first retry comes within {@link #firstRetry()}. After failures the bound
 * doubles from {@link #initial()} to {@link #max()}. Each delay is drawn evenly between zero and its bound, the last one
 * included, so that clients which lost a server together do not come back together. What a server asks for
 * ({@code Retry-After}, {@code retry:}) is added below that as a floor.
 */
public final class Backoff {
    private static final Backoff DEFAULTS =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(20));

    private final Duration initial;
    private final Duration max;
    private final Duration firstRetry;
    private final Duration stableAfter;

    private Backoff(Duration initial, Duration max, Duration firstRetry, Duration stableAfter) {
        this.initial = initial;
        this.max = max;
        this.firstRetry = firstRetry;
        this.stableAfter = stableAfter;
    }

    /** 500 ms doubling to 30 s; first retry within 500 ms; stable after 20 s. */
    public static Backoff defaults() {
        return DEFAULTS;
    }

    /** Bounds that double from {@code initial} to {@code max}; the rest as in {@link #defaults()}. */
    public static Backoff exponential(Duration initial, Duration max) {
        Durations.positive(initial, "backoff initial");
        Durations.positive(max, "backoff max");
        if (max.compareTo(initial) < 0) {
            throw new IllegalArgumentException(
                    "backoff max " + max + " is shorter than initial " + initial + ": give a max of at least initial");
        }
        return new Backoff(initial, max, DEFAULTS.firstRetry, DEFAULTS.stableAfter);
    }

    /** The bound of the first retry after a stable connection; zero retries at once, all clients together. */
    public Backoff withFirstRetry(Duration bound) {
        return new Backoff(initial, max, Durations.notNegative(bound, "firstRetry"), stableAfter);
    }

    /** How long a connection must have been ready before its loss counts as the first; until then failures add up. */
    public Backoff withStableAfter(Duration time) {
        return new Backoff(initial, max, firstRetry, Durations.notNegative(time, "stableAfter"));
    }

    /** See {@link #exponential}. */
    public Duration initial() {
        return initial;
    }

    /** See {@link #exponential}. */
    public Duration max() {
        return max;
    }

    /** See {@link #withFirstRetry(Duration)}. */
    public Duration firstRetry() {
        return firstRetry;
    }

    /** See {@link #withStableAfter(Duration)}. */
    public Duration stableAfter() {
        return stableAfter;
    }

    /**
     * The bound below which the delay before an attempt is drawn.
     *
     * @param failures attempts and unstable connections that failed in a row; 0 after a stable connection
     */
    public Duration bound(int failures) {
        if (failures <= 0) return firstRetry;
        Duration bound = initial;
        for (int i = 1; i < failures; i++) {
            bound = bound.plus(bound);
            if (bound.compareTo(max) >= 0) return max;
        }
        return bound;
    }
}
