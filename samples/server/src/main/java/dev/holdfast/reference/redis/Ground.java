package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.EventId;
import java.time.Duration;

/**
 * Places of topics without a stream, since nobody published to them: whoever opens one must not leave anything in Redis.
 * Such a place is Redis's time and the life of Redis, {@code 1764000000000-91763990000000000}; no message has so large a
 * second part. A stream that begins names one as the place before its first message, whose id is always behind it.
 */
final class Ground {
    /** With the 16 digits of a life, the microseconds at which it began. */
    private static final long MARK = 90_000_000_000_000_000L;

    private Ground() {}

    static boolean is(EventId place) {
        return place.minor() >= MARK;
    }

    /**
     * Whether the topic cannot have had a stream between two such places: in one life of Redis, no stream begins and is
     * forgotten in less time than it is kept for.
     */
    static boolean isUnbroken(EventId from, EventId to, Duration retention) {
        long between = to.major() - from.major();
        return is(from) && from.minor() == to.minor() && between >= 0 && between <= retention.toMillis();
    }
}
