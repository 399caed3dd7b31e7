package dev.holdfast.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A recorder of the latency of each message that a client delivers. */
final class Stopwatch implements FeedClient.Receiver {
    static final String HEADING = String.format(Locale.ROOT, "%9s %9s %9s %9s", "p50", "p99", "p99.9", "max");

    private static final long GRACE_SECONDS = 30;

    private final long[] nanos;
    private final CountDownLatch done = new CountDownLatch(1);
    private int count;
    private volatile @Nullable Throwable failure;

    Stopwatch(int messages) {
        nanos = new long[messages];
    }

    @Override
    public void text(String text) {
        nanos[count++] = System.nanoTime() - Feed.number(text);
        if (count == nanos.length) done.countDown();
    }

    @Override
    public void discarded() {}

    @Override
    public void failed(Throwable cause) {
        if (done.getCount() == 0) return;
        failure = cause;
        done.countDown();
    }

    void await(String who) throws InterruptedException {
        boolean over = done.await(nanos.length / 1000 + GRACE_SECONDS, TimeUnit.SECONDS);
        Throwable cause = failure;
        if (!over || cause != null) throw new IllegalStateException(who + " did not receive all messages", cause);
    }

    /** Returns the latencies in nanoseconds of all messages except the first {@code skip}. */
    Result result(int skip) {
        long[] sorted = Arrays.copyOfRange(nanos, skip, nanos.length);
        Arrays.sort(sorted);
        if (sorted[0] < 0) throw new IllegalStateException("The clocks of the two processes differ");
        return new Result(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), sorted[sorted.length - 1]);
    }

    private static long at(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];
    }

    record Result(long p50, long p99, long p999, long max) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%9.1f %9.1f %9.1f %9.1f", p50 / 1e3, p99 / 1e3, p999 / 1e3, max / 1e3);
        }
    }
}
