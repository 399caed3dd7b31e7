package dev.holdfast.android;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a client while no activity of the app is visible. Immutable. */
public final class BackgroundPolicy {
    static final Duration GRACE = Duration.ofSeconds(30);
    private static final BackgroundPolicy STAY = new BackgroundPolicy(null, false);
    private static final BackgroundPolicy STOP = new BackgroundPolicy(Duration.ZERO, true);

    /** Null for never. */
    final @Nullable Duration after;

    final boolean closes;

    private BackgroundPolicy(@Nullable Duration after, boolean closes) {
        this.after = after;
        this.closes = closes;
    }

    /** It stays connected for as long as the process may run: for apps with a foreground service. */
    public static BackgroundPolicy stay() {
        return STAY;
    }

    /**
     * It is paused so long after the last activity was hidden, and resumes from its positions when one is shown again. Zero
     * pauses at once; turning the device never does.
     *
     * @throws IllegalArgumentException for a negative duration, or more than a day
     */
    public static BackgroundPolicy pauseAfter(Duration grace) {
        if (Objects.requireNonNull(grace, "grace").isNegative() || grace.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("pauseAfter is " + grace + ": give a duration from zero to a day");
        }
        return new BackgroundPolicy(grace, false);
    }

    /** It is closed for good when the last activity is hidden. */
    public static BackgroundPolicy stop() {
        return STOP;
    }
}
