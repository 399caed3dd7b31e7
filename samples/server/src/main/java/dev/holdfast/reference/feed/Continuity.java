package dev.holdfast.reference.feed;

import java.util.Locale;

/** The continuity of a subscription after its cursor. */
public enum Continuity {
    /** There was no cursor. */
    FRESH,
    /** All messages after the cursor are delivered. */
    RESUMED,
    /** Some messages after the cursor are lost. */
    GAP,
    /** The cursor is not from this server. */
    UNKNOWN;

    /** Returns the value in a frame. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
