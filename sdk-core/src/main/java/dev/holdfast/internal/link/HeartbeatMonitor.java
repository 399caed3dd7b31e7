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
 * Finds a dead peer: silence for the interval, a probe where there is one, and then the grace. Lives on the loop, for
 * one link. While the reading thread is held up by a listener nothing is concluded from silence, but the probe is still
 * sent: its write finds a peer that reset the connection.
 */
@OnLoop
public final class HeartbeatMonitor {
    /** The link it watches. */
    interface MonitoredLink {
        /** When the last bytes came, on the loop's clock, and whether its reading thread waits for more. */
        @AnyThread
        LinkActivity activity();

        /** Sends a probe if there is one to send. */
        void sendProbe();

        /** The peer is dead. Called once. */
        void peerDead(long silentNanos);
    }

    /** Where nothing can be probed, silence is all there is to judge by, and quiet feeds are common. */
    private static final Heartbeat DEFAULT_WITHOUT_PROBE = Heartbeat.every(Duration.ofSeconds(50));

    private static final Heartbeat DEFAULT_WITH_PROBE = Heartbeat.every(Duration.ofSeconds(15));
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

    private final EventLoop loop;
    private final MonitoredLink link;
    private final long graceNanos;
    private long intervalNanos;
    /** Life cannot be judged before this: then the reading thread was last seen held up, or this began. */
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
        return config.transport.canSend() ? DEFAULT_WITH_PROBE : DEFAULT_WITHOUT_PROBE;
    }

    /** The monitor of a link, null where the app wants none. */
    public static @Nullable HeartbeatMonitor of(ClientConfig config, MonitoredLink link) {
        Heartbeat heartbeat = heartbeatOf(config);
        if (heartbeat.isOff()) return null;
        return new HeartbeatMonitor(
                config.runtime.loop,
                link,
                heartbeat.interval().toNanos(),
                heartbeat.grace().toNanos());
    }

    /** What to make of a server's promise, in nanoseconds: it may shorten a probed interval and replaces an unprobed one. */
    public static long announcedIntervalNanos(ClientConfig config, Duration promise) {
        Duration own = heartbeatOf(config).interval();
        Duration sane = promise.compareTo(MIN_INTERVAL) < 0
                ? MIN_INTERVAL
                : promise.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : promise;
        boolean shorter = sane.compareTo(own) < 0;
        return (config.transport.canSend() && !shorter ? own : sane).toNanos();
    }

    void start() {
        loop.assertHere();
        silenceCountedFromNanos = loop.nanoTime();
        scheduleCheck(intervalNanos);
    }

    /** The server announced another interval. */
    void setInterval(long nanos) {
        loop.assertHere();
        intervalNanos = nanos;
        if (timer == null) return;
        timer.cancel();
        checkSilence();
    }

    void stop() {
        loop.assertHere();
        if (timer != null) timer.cancel();
        timer = null;
    }

    private void scheduleCheck(long delayNanos) {
        timer = loop.schedule(delayNanos, this::checkSilence);
    }

    /** Why a peer that said nothing for so long is left. */
    public static CloseReason silenceReason(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return CloseReason.retryable(CloseReason.Kind.HEARTBEAT, "Nothing was heard for " + millis + " ms");
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
        // Whatever came after the probe answers it, however long ago that is by now.
        if (probed && heard - probedNanos >= 0) probed = false;
        long silent = now - Math.max(heard, silenceCountedFromNanos);
        if (silent < intervalNanos) {
            probed = false;
            scheduleCheck(intervalNanos - silent);
        } else if (!probed) {
            probed = true;
            probedNanos = now;
            link.sendProbe();
            // Counted from the probe, not from the interval's end: a device that slept through both still gets its
            // grace.
            silenceCountedFromNanos = now - intervalNanos;
            scheduleCheck(Math.min(intervalNanos, graceNanos));
        } else if (silent < intervalNanos + graceNanos) {
            // No later than an interval from now: an answer that comes meanwhile starts the next interval.
            scheduleCheck(Math.min(intervalNanos, intervalNanos + graceNanos - silent));
        } else {
            timer = null;
            link.peerDead(silent);
        }
    }
}
