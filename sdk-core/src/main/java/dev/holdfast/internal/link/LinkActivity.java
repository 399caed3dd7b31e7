package dev.holdfast.internal.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The time of the last bytes of a link and its last round trip. Written by the pump, read by the loop. */
public final class LinkActivity {
    // Written on every read and rarely read: an ordered write is enough.
    private final AtomicLong lastReceivedNanos = new AtomicLong();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile long probedNanos;
    private volatile long roundTripNanos = -1;

    /** Records that bytes arrived. {@code now} is on the loop's clock. */
    public void recordReceived(long now) {
        lastReceivedNanos.lazySet(now);
    }

    /** Returns the time of the last bytes, on the loop's clock. */
    public long lastReceivedNanos() {
        return lastReceivedNanos.get();
    }

    /** Records whether the pump waits for bytes. */
    public void setReading(boolean waits) {
        reading.lazySet(waits);
    }

    /** Returns true if the pump waits for bytes. If it does not, silence says nothing about the peer. */
    public boolean isReading() {
        return reading.get();
    }

    void probeSent(long now) {
        probedNanos = now;
    }

    /** Records a pong and returns the round trip since the last probe, in nanoseconds. */
    long pongReceived(long now) {
        roundTripNanos = now - probedNanos;
        return roundTripNanos;
    }

    /** Returns the last round trip for diagnostics, empty before the first. */
    public String describe() {
        long nanos = roundTripNanos;
        return nanos < 0 ? "" : ", round trip " + TimeUnit.NANOSECONDS.toMicros(nanos) + " us";
    }
}
