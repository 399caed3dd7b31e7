package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.EventId;
import java.time.Duration;

/**
 * The positions of topics without a stream, to which nothing was published yet. Opening such a topic must not leave
 * data in Redis. The position consists of Redis's time and the life of Redis, {@code 1764000000000-91763990000000000}.
 * No message has such a large second part. A new stream names such a position as the one before its first message,
 * whose id is always greater.
 */
final class Ground {
    /** The base of the second part, to which the 16 digits of a life are added: its start in microseconds. */
    private static final long MARK = 90_000_000_000_000_000L;

    private Ground() {}

    static boolean is(EventId place) {
        return place.minor() >= MARK;
    }

    /**
     * Returns whether the topic cannot have had a stream between two such positions. Within one life of Redis, no
     * stream is created and deleted in less time than the retention.
     */
    static boolean isUnbroken(EventId from, EventId to, Duration retention) {
        long between = to.major() - from.major();
        return is(from) && from.minor() == to.minor() && between >= 0 && between <= retention.toMillis();
    }
}
