package dev.holdfast.internal.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** When a link was last heard, and how quickly its peer answers. Written by the pump, read by the loop. */
public final class LinkActivity {
    // Written for every read, and read now and then: an ordered write is enough.
    private final AtomicLong lastReceivedNanos = new AtomicLong();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile long probedNanos;
    private volatile long roundTripNanos = -1;

    public void recordReceived(long now) {
        lastReceivedNanos.lazySet(now);
    }

    public long lastReceivedNanos() {
        return lastReceivedNanos.get();
    }

    public void setReading(boolean waits) {
        reading.lazySet(waits);
    }

    /** Whether the pump waits for bytes; where it does not, silence says nothing of the peer. */
    public boolean isReading() {
        return reading.get();
    }

    void probeSent(long now) {
        probedNanos = now;
    }

    long pongReceived(long now) {
        roundTripNanos = now - probedNanos;
        return roundTripNanos;
    }

    /** For diagnostics. */
    public String describe() {
        long nanos = roundTripNanos;
        return nanos < 0 ? "" : ", round trip " + TimeUnit.NANOSECONDS.toMicros(nanos) + " us";
    }
}
