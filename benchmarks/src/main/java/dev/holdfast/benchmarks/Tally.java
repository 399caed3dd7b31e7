package dev.holdfast.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A counter of the messages that a client delivers. It knows when all have arrived and whether they are correct. */
final class Tally implements FeedClient.Receiver {
    private static final long MOST_SECONDS = 120;

    private final int expected;
    private final CountDownLatch done = new CountDownLatch(1);
    private int count;
    private long characters;
    private boolean discarded;
    private @Nullable String last;
    private volatile @Nullable Throwable failure;

    Tally(int expected) {
        this.expected = expected;
    }

    @Override
    public void text(String text) {
        characters += text.length();
        if (++count != expected) return;
        last = text; // Only the last message is kept. Keeping each one would cost more than some clients do.
        done.countDown();
    }

    @Override
    public void discarded() {
        discarded = true;
        done.countDown();
    }

    @Override
    public void failed(Throwable cause) {
        // After the last message, the benchmark itself closes the connection.
        if (done.getCount() == 0) return;
        failure = cause;
        done.countDown();
    }

    /** Waits until the feed has ended. */
    void await(String who) throws InterruptedException {
        if (!done.await(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(who + " took longer than " + MOST_SECONDS + " s");
        }
    }

    /**
     * Checks that every message arrived, and that the last one is correct. Called after the client has been told to
     * stop.
     */
    void check(String who) {
        Throwable cause = failure;
        if (cause != null) throw new IllegalStateException(who + " failed", cause);
        if (discarded) return;
        if (count != expected || characters != (long) expected * Feed.PAYLOAD_BYTES) {
            throw new IllegalStateException(
                    who + " received " + count + " of " + expected + " messages with " + characters + " characters");
        }
        if (last == null || Feed.number(last) != expected - 1) {
            throw new IllegalStateException(who + " received a wrong last message: " + last);
        }
    }
}
