package dev.holdfast.desktop.model;

import java.util.Arrays;
import java.util.Locale;

/** The waiting times of the newest thousand events for the event thread. Thread-safe. */
public final class Latencies {
    private static final int RECENT = 40;

    private final long[] nanos = new long[1_000];
    private long count;
    private long worst;

    public synchronized void add(long waited) {
        nanos[(int) (count++ % nanos.length)] = waited;
        worst = Math.max(worst, waited);
    }

    /** Discards all measurements. */
    public synchronized void reset() {
        count = 0;
        worst = 0;
    }

    /** Returns the number of measurements. */
    public synchronized long count() {
        return count;
    }

    /** Returns a quantile in milliseconds, 0 before the first measurement. */
    public synchronized double millis(double share) {
        int known = (int) Math.min(count, nanos.length);
        if (known == 0) return 0;
        long[] sorted = Arrays.copyOf(nanos, known);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(known - 1, Math.round(share * (known - 1)))] / 1e6;
    }

    /** Returns the longest wait of about the last two seconds in milliseconds, 0 before the first. */
    public synchronized double recentMillis() {
        long longest = 0;
        for (long i = Math.max(0, count - RECENT); i < count; i++) {
            longest = Math.max(longest, nanos[(int) (i % nanos.length)]);
        }
        return longest / 1e6;
    }

    /** Returns a summary for diagnostics. */
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
