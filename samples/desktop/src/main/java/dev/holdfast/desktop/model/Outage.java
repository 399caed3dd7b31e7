package dev.holdfast.desktop.model;

import org.jspecify.annotations.Nullable;

/**
 * The time between two connections, and the fate of its messages.
 *
 * @param to {@link Band#OPEN} until the server confirms a topic again
 * @param verdict the worst verdict so far, or null if not known yet
 * @param topics the number of topics confirmed again
 */
public record Outage(long from, long to, @Nullable Verdict verdict, int topics) {
    /** The fate of the messages of an outage, best first. */
    public enum Verdict {
        /** They were delivered afterwards. */
        RESUMED,
        /** The server did not report it. */
        UNKNOWN,
        /** Some are lost. */
        GAP
    }

    /** Adds a verdict. The worst one wins: one topic with a gap makes the outage a gap. */
    Outage judged(long nanos, Verdict next) {
        boolean worse = verdict == null || next.compareTo(verdict) > 0;
        return new Outage(from, to == Band.OPEN ? nanos : to, worse ? next : verdict, topics + 1);
    }
}
