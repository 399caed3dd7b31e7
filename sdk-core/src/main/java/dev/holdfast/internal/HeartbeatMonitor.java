package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Heartbeat;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a dead peer: silence for the interval, a probe where there is one, and then the grace. Lives on the loop, for
 * one link. While the reading thread is held up by a listener nothing is concluded from silence, but the probe is still
 * sent: its write finds a peer that reset the connection.
 */
final class HeartbeatMonitor {
    /** The link it watches. */
    interface Watched {
        /** When the last bytes came, on the loop's clock, and whether its reading thread waits for more. */
        Pulse pulse();

        /** Sends a probe if there is one to send. */
        void probe();

        /** The peer is dead. Called once. */
        void dead(long silentNanos);
    }

    /** Where nothing can be probed, silence is all there is to judge by, and quiet feeds are common. */
    private static final Heartbeat UNPROBED = Heartbeat.every(Duration.ofSeconds(50));

    private static final Heartbeat PROBED = Heartbeat.every(Duration.ofSeconds(15));
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Loop loop;
    private final Watched link;
    private final long graceNanos;
    private long intervalNanos;
    /** Life cannot be judged before this: then the reading thread was last seen held up, or this began. */
    private long judgedFromNanos;

    private boolean probed;
    private long probedNanos;
    private Loop.@Nullable Timer timer;

    HeartbeatMonitor(Loop loop, Watched link, long intervalNanos, long graceNanos) {
        this.loop = loop;
        this.link = link;
        this.intervalNanos = intervalNanos;
        this.graceNanos = graceNanos;
    }

    private static Heartbeat setting(Settings settings) {
        if (settings.heartbeat != null) return settings.heartbeat;
        return settings.transport.sends() ? PROBED : UNPROBED;
    }

    /** The monitor of a link, null where the app wants none. */
    static @Nullable HeartbeatMonitor of(Settings settings, Watched link) {
        Heartbeat heartbeat = setting(settings);
        if (heartbeat.isOff()) return null;
        return new HeartbeatMonitor(
                settings.shared.loop,
                link,
                heartbeat.interval().toNanos(),
                heartbeat.grace().toNanos());
    }

    /** What to make of a server's promise, in nanoseconds: it may shorten a probed interval and replaces an unprobed one. */
    static long announced(Settings settings, Duration promise) {
        Duration own = setting(settings).interval();
        Duration sane = promise.compareTo(SHORTEST) < 0 ? SHORTEST : promise.compareTo(LONGEST) > 0 ? LONGEST : promise;
        boolean shorter = sane.compareTo(own) < 0;
        return (settings.transport.sends() && !shorter ? own : sane).toNanos();
    }

    void start() {
        judgedFromNanos = loop.nanoTime();
        arm(intervalNanos);
    }

    /** The server announced another interval. */
    void interval(long nanos) {
        intervalNanos = nanos;
        if (timer == null) return;
        timer.cancel();
        check();
    }

    void stop() {
        if (timer != null) timer.cancel();
        timer = null;
    }

    private void arm(long delayNanos) {
        timer = loop.schedule(delayNanos, this::check);
    }

    /** Why a peer that said nothing for so long is left. */
    static CloseReason silence(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return CloseReason.retryable(CloseReason.Kind.HEARTBEAT, "Nothing was heard for " + millis + " ms");
    }

    private void check() {
        long now = loop.nanoTime();
        if (!link.pulse().reading()) {
            judgedFromNanos = now;
            probed = false;
            link.probe();
            arm(intervalNanos);
            return;
        }
        long heard = link.pulse().heardNanos();
        // Whatever came after the probe answers it, however long ago that is by now.
        if (probed && heard - probedNanos >= 0) probed = false;
        long silent = now - Math.max(heard, judgedFromNanos);
        if (silent < intervalNanos) {
            probed = false;
            arm(intervalNanos - silent);
        } else if (!probed) {
            probed = true;
            probedNanos = now;
            link.probe();
            // Counted from the probe, not from the interval's end: a device that slept through both still gets its
            // grace.
            judgedFromNanos = now - intervalNanos;
            arm(Math.min(intervalNanos, graceNanos));
        } else if (silent < intervalNanos + graceNanos) {
            // No later than an interval from now: an answer that comes meanwhile starts the next interval.
            arm(Math.min(intervalNanos, intervalNanos + graceNanos - silent));
        } else {
            timer = null;
            link.dead(silent);
        }
    }
}
