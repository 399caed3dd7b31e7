package dev.holdfast;

import java.time.Duration;
import java.util.Objects;

/** Checks of durations, with sentences that say what to do. */
final class Durations {
    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    static Duration positive(Duration value, String name) {
        return check(value, name, true);
    }

    static Duration notNegative(Duration value, String name) {
        return check(value, name, false);
    }

    private static Duration check(Duration value, String name, boolean aboveZero) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || (aboveZero && value.isZero())) {
            throw new IllegalArgumentException(
                    name + " is " + value + ": give a duration " + (aboveZero ? "above zero" : "of zero or more"));
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ": give at most " + LONGEST.toDays() + " days");
        }
        return value;
    }
}
