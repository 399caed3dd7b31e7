package dev.holdfast.internal.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The signs of life of a link: received bytes, the progress of its writes, and round trips. Bytes that the system has
 * accepted are no sign of life, because it buffers them also for a dead peer. But the probe is behind them: its answer
 * is not due before a slow network can have delivered them.
 */
public final class LinkActivity {
    /** The time that the slowest supported network needs for a byte: 8 KiB a second. */
    private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / 8192;
    /** The time for 64 KiB, which are delivered within any grace. */
    private static final long UNCOUNTED_NANOS = 64 * 1024 * NANOS_PER_BYTE;
    /** The bytes that may be in buffers between the client and the peer. More are not counted. */
    private static final long MAX_BUFFERED_BYTES = 256 * 1024;

    // Written on every read and rarely read: an ordered write is enough.
    private final AtomicLong lastReceivedNanos = new AtomicLong();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile long probedNanos;
    private volatile byte @Nullable [] probe;
    private int probes;
    /** The time of the oldest probe without an answer. */
    private long askedNanos;

    private volatile boolean probeWaits;
    private volatile long answerAwaitedNanos;
    /** The time that the network needed, at the last write, to deliver what was written. Set by the writing thread. */
    private volatile long backlogNanos;

    private volatile long writtenNanos;
    /** The bytes written since the backlog was empty, and since when. They show how fast the network is. */
    private long busyBytes;

    private long busySinceNanos;

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

    /** Records that a probe is about to be queued. Returns the payload of its ping. */
    byte[] probeQueued(long now) {
        byte[] payload = ByteBuffer.allocate(4).putInt(probes).array();
        probe = payload;
        if (probes++ == 0 || lastReceivedNanos() - askedNanos >= 0) { // asking again is no reason to wait longer
            askedNanos = now;
            answerAwaitedNanos = now + lateNanos(now);
            probeWaits = true;
        }
        return payload;
    }

    /** Records that the probe is being written. Called by the writing thread. */
    void probeSent(long now) {
        probedNanos = now;
    }

    /**
     * Records that bytes were written.
     *
     * @param withProbe whether they contain the probe
     */
    void bytesWritten(int bytes, boolean withProbe, long now) {
        long backlog = backlog(now);
        if (backlog == 0) {
            busyBytes = 0;
            busySinceNanos = now;
        }
        busyBytes += bytes;
        // All but what fits into buffers has been delivered, so the network is at least as fast as this.
        long delivered = busyBytes - 2 * MAX_BUFFERED_BYTES;
        long perByte = delivered <= 0 ? NANOS_PER_BYTE : Math.min(NANOS_PER_BYTE, (now - busySinceNanos) / delivered);
        if (!withProbe) backlog += bytes * perByte;
        backlog = Math.min(backlog, MAX_BUFFERED_BYTES * perByte);
        if (probeWaits) {
            answerAwaitedNanos = now + Math.max(0, backlog - UNCOUNTED_NANOS);
            probeWaits = !withProbe;
        }
        backlogNanos = withProbe ? backlog + bytes * perByte : backlog;
        writtenNanos = now;
    }

    /** Returns how much longer than usual the next progress may take, because much was written before this time. */
    long lateNanos(long at) {
        return Math.max(0, backlog(at) - UNCOUNTED_NANOS);
    }

    private long backlog(long at) {
        return backlogNanos == 0 ? 0 : Math.max(0, backlogNanos - (at - writtenNanos));
    }

    /**
     * Returns the time from which the answer to a probe is awaited: when it was written, or later if much was
     * written before it. While it waits to be written, each progress of the write counts as its time.
     */
    public long answerAwaitedNanos() {
        return answerAwaitedNanos;
    }

    /**
     * Records a pong. Returns the round trip of the last probe in nanoseconds, -1 for a pong that does not answer it. A
     * peer may send pongs unasked (RFC 6455 section 5.5.3).
     */
    long pongReceived(byte[] payload, long now) {
        if (!Arrays.equals(payload, probe)) return -1;
        probe = null;
        roundTripNanos = now - probedNanos;
        return roundTripNanos;
    }

    /** Returns the last round trip for diagnostics, empty before the first. */
    public String describe() {
        long nanos = roundTripNanos;
        return nanos < 0 ? "" : ", round trip " + TimeUnit.NANOSECONDS.toMicros(nanos) + " us";
    }
}
