package dev.holdfast.android;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The policy for clients while no activity of the app is visible. Immutable. */
public final class BackgroundPolicy {
    static final BackgroundPolicy DEFAULT = new BackgroundPolicy(Duration.ofSeconds(30), false);
    private static final BackgroundPolicy STAY = new BackgroundPolicy(null, false);
    private static final BackgroundPolicy STOP = new BackgroundPolicy(Duration.ZERO, true);

    /** The time in the background before the policy applies; null for never. */
    final @Nullable Duration after;

    final boolean closes;

    private BackgroundPolicy(@Nullable Duration after, boolean closes) {
        this.after = after;
        this.closes = closes;
    }

    /**
     * Returns the policy that keeps clients connected for as long as the process runs. For apps with a foreground
     * service.
     */
    public static BackgroundPolicy stay() {
        return STAY;
    }

    /**
     * Returns the policy that pauses clients after the last activity was hidden for a grace period, in which the device
     * is awake. They resume from their cursors when an activity is visible again. Zero pauses at once; rotating the
     * device never pauses.
     *
     * @throws IllegalArgumentException when the grace is negative or longer than a day
     */
    public static BackgroundPolicy pauseAfter(Duration grace) {
        if (Objects.requireNonNull(grace, "grace").isNegative() || grace.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("pauseAfter must be from zero to 1 day, but is " + grace);
        }
        return new BackgroundPolicy(grace, false);
    }

    /** Returns the policy that closes clients for good when the last activity is hidden. */
    public static BackgroundPolicy stop() {
        return STOP;
    }
}
