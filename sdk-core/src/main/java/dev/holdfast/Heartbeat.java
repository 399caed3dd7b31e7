package dev.holdfast;

import java.time.Duration;

/**
 * The detection of a dead peer. Immutable; {@link #withGrace} returns a copy.
 *
 * <p>Any byte from the peer is a sign of life. After {@link #interval()} of silence the client probes the peer if the
 * transport or protocol supports that (a WebSocket ping, RFC 6455 section 5.5.2). After a further {@link #grace()} of
 * silence the peer counts as dead, and the client replaces the connection. A slow listener that holds up reading is
 * never mistaken for a dead peer, and neither is a slow network that is still sending a large message: the grace begins
 * when the probe is written and, while it waits, again with each progress of the write.
 */
public final class Heartbeat {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Heartbeat OFF = new Heartbeat(Duration.ZERO, Duration.ZERO);

    private final Duration interval;
    private final Duration grace;

    private Heartbeat(Duration interval, Duration grace) {
        this.interval = interval;
        this.grace = grace;
    }

    /**
     * Returns a heartbeat that probes after an interval of silence. The grace is 10 s.
     *
     * @throws IllegalArgumentException when the interval is not positive or longer than 365 days
     */
    public static Heartbeat every(Duration interval) {
        return new Heartbeat(Durations.positive(interval, "heartbeat interval"), GRACE);
    }

    /**
     * Returns a heartbeat that detects nothing. A dead peer is noticed only when the operating system reports it,
     * possibly never.
     */
    public static Heartbeat off() {
        return OFF;
    }

    /**
     * Sets how long a probed peer may stay silent. Without a probe, it is the silence allowed beyond the interval.
     *
     * @throws IllegalArgumentException when the grace is not positive or longer than 365 days
     * @throws IllegalStateException when this heartbeat is {@linkplain #off() off}
     */
    public Heartbeat withGrace(Duration grace) {
        if (isOff()) throw new IllegalStateException("Heartbeat.off() has no grace: use Heartbeat.every(…)");
        return new Heartbeat(interval, Durations.positive(grace, "heartbeat grace"));
    }

    /** Returns the silence after which the peer is probed; zero when off. */
    public Duration interval() {
        return interval;
    }

    /** Returns the further silence after which the peer counts as dead; zero when off. */
    public Duration grace() {
        return grace;
    }

    /** Returns true if dead peers are not detected. */
    public boolean isOff() {
        return interval.isZero();
    }
}
