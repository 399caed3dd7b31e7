package dev.holdfast.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** When a link was last heard, and how quickly its peer answers. Written by the pump, read by the loop. */
final class Pulse {
    // Written for every read, and read now and then: an ordered write is enough.
    private final AtomicLong heardNanos = new AtomicLong();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile long probedNanos;
    private volatile long roundTripNanos = -1;

    void heard(long now) {
        heardNanos.lazySet(now);
    }

    long heardNanos() {
        return heardNanos.get();
    }

    void reading(boolean waits) {
        reading.lazySet(waits);
    }

    /** Whether the pump waits for bytes; where it does not, silence says nothing of the peer. */
    boolean reading() {
        return reading.get();
    }

    void probed(long now) {
        probedNanos = now;
    }

    long answered(long now) {
        roundTripNanos = now - probedNanos;
        return roundTripNanos;
    }

    /** For diagnostics. */
    String view() {
        long nanos = roundTripNanos;
        return nanos < 0 ? "" : ", round trip " + TimeUnit.NANOSECONDS.toMicros(nanos) + " us";
    }
}
