package dev.holdfast;

import java.time.Duration;

/**
 * The delays between connection attempts. Immutable; each {@code with} method returns a copy.
 *
 * <p>The first retry after a stable connection comes within {@link #firstRetry()}. After further failures the bound
 * doubles from {@link #initial()} to {@link #max()}. Each delay is drawn uniformly between zero and its bound (full
 * jitter, also at the maximum), so that clients which lost the same server at the same time do not all return at once.
 * A wait requested by the server ({@code Retry-After}, {@code retry:}) is a minimum that the drawn delay is added to. The
 * delay belongs to the URL: unsubscribing and subscribing again does not skip it.
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

    /** Returns the defaults: 500 ms doubling to 30 s; first retry within 500 ms; stable after 20 s. */
    public static Backoff defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a back-off whose bounds double from {@code initial} to {@code max}. The other values are those of {@link
     * #defaults()}.
     *
     * @throws IllegalArgumentException when a duration is not positive, is longer than 365 days, or {@code max} is
     *     shorter than {@code initial}
     */
    public static Backoff exponential(Duration initial, Duration max) {
        Durations.positive(initial, "backoff initial");
        Durations.positive(max, "backoff max");
        if (max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("backoff max must be at least initial (" + initial + "), but is " + max);
        }
        return new Backoff(initial, max, DEFAULTS.firstRetry, DEFAULTS.stableAfter);
    }

    /**
     * Sets the bound of the first retry after a stable connection. With zero, all clients of a lost server retry at
     * once.
     *
     * @throws IllegalArgumentException when the bound is negative or longer than 365 days
     */
    public Backoff withFirstRetry(Duration bound) {
        return new Backoff(initial, max, Durations.notNegative(bound, "firstRetry"), stableAfter);
    }

    /**
     * Sets how long a connection must be ready to count as stable. The loss of a stable connection resets the number of
     * failures.
     *
     * @throws IllegalArgumentException when the time is negative or longer than 365 days
     */
    public Backoff withStableAfter(Duration time) {
        return new Backoff(initial, max, firstRetry, Durations.notNegative(time, "stableAfter"));
    }

    /** Returns the first bound, set by {@link #exponential}. */
    public Duration initial() {
        return initial;
    }

    /** Returns the largest bound, set by {@link #exponential}. */
    public Duration max() {
        return max;
    }

    /** Returns the bound set by {@link #withFirstRetry(Duration)}. */
    public Duration firstRetry() {
        return firstRetry;
    }

    /** Returns the time set by {@link #withStableAfter(Duration)}. */
    public Duration stableAfter() {
        return stableAfter;
    }

    /**
     * Returns the upper bound of the delay before an attempt, without a wait requested by the server.
     *
     * @param failures the number of failed attempts and unstable connections in a row; 0 after a stable connection
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
