package dev.holdfast.desktop.model;

import org.jspecify.annotations.Nullable;

/**
 * The time between two connections, and what became of its messages.
 *
 * @param to {@link Band#OPEN} until the server takes a topic up again
 * @param verdict null while nobody knows
 * @param topics how many topics were taken up again
 */
public record Outage(long from, long to, @Nullable Verdict verdict, int topics) {
    /** What became of the messages of an outage, the best first. */
    public enum Verdict {
        /** They came afterwards. */
        RESUMED,
        /** The server did not say. */
        UNKNOWN,
        /** Some are lost. */
        GAP
    }

    /** The worst verdict counts: one topic with a gap is a gap. */
    Outage judged(long nanos, Verdict next) {
        boolean worse = verdict == null || next.compareTo(verdict) > 0;
        return new Outage(from, to == Band.OPEN ? nanos : to, worse ? next : verdict, topics + 1);
    }
}
