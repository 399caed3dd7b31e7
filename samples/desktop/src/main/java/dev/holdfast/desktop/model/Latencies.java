package dev.holdfast.desktop.model;

import java.util.Arrays;
import java.util.Locale;

/** How long events waited for the event thread: the newest thousand. Safe for use by many threads. */
public final class Latencies {
    private static final int RECENT = 40;

    private final long[] nanos = new long[1_000];
    private long count;
    private long worst;

    public synchronized void add(long waited) {
        nanos[(int) (count++ % nanos.length)] = waited;
        worst = Math.max(worst, waited);
    }

    /** Begins anew. */
    public synchronized void reset() {
        count = 0;
        worst = 0;
    }

    /** How many were measured. */
    public synchronized long count() {
        return count;
    }

    /** A share of them waited no longer, in milliseconds; 0 before the first. */
    public synchronized double millis(double share) {
        int known = (int) Math.min(count, nanos.length);
        if (known == 0) return 0;
        long[] sorted = Arrays.copyOf(nanos, known);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(known - 1, Math.round(share * (known - 1)))] / 1e6;
    }

    /** The longest wait of the last two seconds or so, in milliseconds; 0 before the first. */
    public synchronized double recentMillis() {
        long longest = 0;
        for (long i = Math.max(0, count - RECENT); i < count; i++) {
            longest = Math.max(longest, nanos[(int) (i % nanos.length)]);
        }
        return longest / 1e6;
    }

    /** For people. */
    @Override
    public synchronized String toString() {
        return String.format(
                Locale.ROOT,
                "p50=%.1f ms p99=%.1f ms worst=%.1f ms of %d",
                millis(0.5),
                millis(0.99),
                worst / 1e6,
                count);
    }
}
