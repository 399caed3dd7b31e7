package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.Heartbeat;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that finds a dead peer of one link. After a silent interval it sends a probe, if the protocol has one. If
 * the peer is still silent after the grace period, it is dead. The grace period begins when the probe is written, not when
 * it is queued behind a large frame: see {@link LinkActivity#answerAwaitedNanos}. While a listener blocks the reading thread, silence says
 * nothing, but the probe is still sent: writing it fails if the peer has reset the connection.
 */
@OnLoop
public final class HeartbeatMonitor {
    /** The link that is monitored. */
    interface MonitoredLink {
        /** Returns the time of the last bytes, on the loop's clock, and whether the reading thread waits for more. */
        @AnyThread
        LinkActivity activity();

        /** Sends a probe if the protocol has one. */
        void sendProbe();

        /** Reports that the peer is dead. Called once. */
        void peerDead(long silentNanos);
    }

    private static final int DEFAULT_SECONDS_WITH_PROBE = 15;
    /** Without a probe, silence is the only sign of a dead peer. Quiet feeds are common, so this interval is long. */
    private static final int DEFAULT_SECONDS_WITHOUT_PROBE = 50;

    private final EventLoop loop;
    private final MonitoredLink link;
    private final long graceNanos;
    private long intervalNanos;
    /** Silence counts from here: the start, or the last check that found the reading thread blocked. */
    private long silenceCountedFromNanos;

    private boolean probed;
    private long probedNanos;
    private EventLoop.@Nullable Timer timer;

    HeartbeatMonitor(EventLoop loop, MonitoredLink link, long intervalNanos, long graceNanos) {
        this.loop = loop;
        this.link = link;
        this.intervalNanos = intervalNanos;
        this.graceNanos = graceNanos;
    }

    private static Heartbeat heartbeatOf(ClientConfig config) {
        if (config.heartbeat != null) return config.heartbeat;
        boolean probes = config.chosenTransport().canSend();
        return Heartbeat.every(Duration.ofSeconds(probes ? DEFAULT_SECONDS_WITH_PROBE : DEFAULT_SECONDS_WITHOUT_PROBE));
    }

    /** Returns the monitor of a link, null if the app has turned the heartbeat off. */
    public static @Nullable HeartbeatMonitor of(ClientConfig config, EventLoop loop, MonitoredLink link) {
        Heartbeat heartbeat = heartbeatOf(config);
        if (heartbeat.isOff()) return null;
        return new HeartbeatMonitor(
                loop, link, heartbeat.interval().toNanos(), heartbeat.grace().toNanos());
    }

    /**
     * Returns the interval to use after a server announced its own, in nanoseconds, between 1 s and 10 min. With
     * probes, the announcement can only shorten the interval. Without, it replaces the interval.
     */
    public static long announcedIntervalNanos(ClientConfig config, Duration promise) {
        Duration own = heartbeatOf(config).interval();
        Duration least = Duration.ofSeconds(1);
        Duration most = Duration.ofMinutes(10);
        Duration sane = promise.compareTo(least) < 0 ? least : promise.compareTo(most) > 0 ? most : promise;
        boolean shorter = sane.compareTo(own) < 0;
        return (config.chosenTransport().canSend() && !shorter ? own : sane).toNanos();
    }

    /** Starts the monitor. */
    void start() {
        loop.assertHere();
        silenceCountedFromNanos = loop.nanoTime();
        scheduleCheck(intervalNanos);
    }

    /** Changes the interval. Checks immediately if the monitor is running. */
    void setInterval(long nanos) {
        loop.assertHere();
        intervalNanos = nanos;
        if (timer == null) return;
        timer.cancel();
        checkSilence();
    }

    /** Stops the monitor. Idempotent. */
    void stop() {
        loop.assertHere();
        if (timer != null) timer.cancel();
        timer = null;
    }

    private void scheduleCheck(long delayNanos) {
        timer = loop.schedule(delayNanos, this::checkSilence);
    }

    /** Returns the reason to end a link whose peer was silent for this long. */
    public static CloseReason silenceReason(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return CloseReason.retryable(
                CloseReason.Kind.HEARTBEAT, "Nothing received for " + millis + " ms (see Builder.heartbeat)");
    }

    private void checkSilence() {
        long now = loop.nanoTime();
        if (!link.activity().isReading()) {
            silenceCountedFromNanos = now;
            probed = false;
            link.sendProbe();
            scheduleCheck(intervalNanos);
            return;
        }
        long heard = link.activity().lastReceivedNanos();
        // Any bytes after the probe answer it, no matter how long ago they arrived.
        if (probed && heard - probedNanos >= 0) probed = false;
        if (probed) {
            silenceCountedFromNanos =
                    Math.max(silenceCountedFromNanos, link.activity().answerAwaitedNanos() - intervalNanos);
        }
        long silent = now - Math.max(heard, silenceCountedFromNanos);
        if (!probed && silent < intervalNanos) {
            scheduleCheck(intervalNanos - silent);
            return;
        }
        if (!probed) {
            probed = true;
            probedNanos = now;
            link.sendProbe();
            // Count from the probe, not from the end of the interval: a device that slept through both still gets the
            // grace period.
            silenceCountedFromNanos = now - intervalNanos;
            silent = intervalNanos;
        }
        long left = intervalNanos + graceNanos - silent;
        if (left > 0) {
            // Check within one interval: an answer that arrives before then starts the next interval.
            scheduleCheck(Math.min(intervalNanos, left));
        } else {
            timer = null;
            link.peerDead(silent);
        }
    }
}
