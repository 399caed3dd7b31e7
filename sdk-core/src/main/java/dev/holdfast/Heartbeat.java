package dev.holdfast;

import java.time.Duration;

/**
 * When a silent peer counts as dead. Immutable; each method answers a copy.
 *
 * <p>Any byte from the peer is a sign of life. After {@link #interval()} without one the peer is probed, where the
 * transport or the protocol can (a WebSocket ping, RFC 6455 section 5.5.2); after {@link #grace()} more it is dead, and
 * the connection is cancelled and dialled anew. A listener that holds up reading is never taken for a dead peer.
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

    /** Silence of {@code interval} calls for a probe; the grace is 10 s. */
    public static Heartbeat every(Duration interval) {
        return new Heartbeat(Durations.positive(interval, "heartbeat interval"), GRACE);
    }

    /** No detection at all: a dead peer is noticed when the operating system does, which may be never. */
    public static Heartbeat off() {
        return OFF;
    }

    /** How long a probed peer may stay silent; where nothing can be probed, the silence allowed beyond the interval. */
    public Heartbeat withGrace(Duration grace) {
        if (isOff()) throw new IllegalStateException("This heartbeat is off: begin with Heartbeat.every(…)");
        return new Heartbeat(interval, Durations.positive(grace, "heartbeat grace"));
    }

    /** The silence after which the peer is probed; zero when off. */
    public Duration interval() {
        return interval;
    }

    /** The further silence after which it is dead; zero when off. */
    public Duration grace() {
        return grace;
    }

    /** Whether there is none. */
    public boolean isOff() {
        return interval.isZero();
    }
}
