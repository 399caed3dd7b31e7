package dev.holdfast.reference.feed;

import java.util.Locale;

/** What a cursor was worth. */
public enum Continuity {
    /** There was none. */
    FRESH,
    /** What follows it comes. */
    RESUMED,
    /** Some of what followed it is gone. */
    GAP,
    /** It is none of ours. */
    UNKNOWN;

    /** As it is written in a frame. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
