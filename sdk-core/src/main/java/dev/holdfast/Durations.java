package dev.holdfast;

import java.time.Duration;
import java.util.Objects;

/** Checks of durations. */
final class Durations {
    private static final Duration MAX_DURATION = Duration.ofDays(365);

    private Durations() {}

    static Duration positive(Duration value, String name) {
        return check(value, name, true);
    }

    static Duration notNegative(Duration value, String name) {
        return check(value, name, false);
    }

    /** Returns the duration, at least zero and at most 365 days. */
    static Duration clamp(Duration value) {
        return value.isNegative() ? Duration.ZERO : value.compareTo(MAX_DURATION) > 0 ? MAX_DURATION : value;
    }

    private static Duration check(Duration value, String name, boolean aboveZero) {
        Objects.requireNonNull(value, name);
        String rule = null;
        if (value.isNegative() || (aboveZero && value.isZero())) rule = aboveZero ? "positive" : "zero or positive";
        if (value.compareTo(MAX_DURATION) > 0) rule = "at most 365 days";
        if (rule == null) return value;
        throw new IllegalArgumentException(name + " must be " + rule + ", but is " + value);
    }
}
