package dev.holdfast.internal;

import dev.holdfast.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which heartbeat a link keeps. */
final class Heartbeats {
    /** Where nothing can be probed, silence is all there is to judge by, and quiet feeds are common. */
    private static final Heartbeat UNPROBED = Heartbeat.every(Duration.ofSeconds(50));

    private static final Heartbeat PROBED = Heartbeat.every(Duration.ofSeconds(15));
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Heartbeats() {}

    private static Heartbeat of(Settings settings) {
        if (settings.heartbeat != null) return settings.heartbeat;
        return settings.transport.sends() ? PROBED : UNPROBED;
    }

    /** The monitor of a link, null where the app wants none. */
    static @Nullable HeartbeatMonitor monitor(Settings settings, HeartbeatMonitor.Watched link) {
        Heartbeat heartbeat = of(settings);
        if (heartbeat.isOff()) return null;
        return new HeartbeatMonitor(
                settings.shared.loop,
                link,
                heartbeat.interval().toNanos(),
                heartbeat.grace().toNanos());
    }

    /** What to make of a server's promise, in nanoseconds: it may shorten a probed interval and replaces an unprobed one. */
    static long announced(Settings settings, Duration promise) {
        Duration own = of(settings).interval();
        Duration sane = promise.compareTo(SHORTEST) < 0 ? SHORTEST : promise.compareTo(LONGEST) > 0 ? LONGEST : promise;
        boolean shorter = sane.compareTo(own) < 0;
        return (settings.transport.sends() && !shorter ? own : sane).toNanos();
    }
}
