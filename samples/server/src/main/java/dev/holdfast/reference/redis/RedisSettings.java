package dev.holdfast.reference.redis;

import java.net.URI;
import java.time.Duration;

/**
 * The address of Redis and the limits on stored data.
 *
 * @param uri {@code redis://} or {@code rediss://}, optionally with a password; never printed
 * @param prefix the prefix of all keys
 * @param history the minimum number of messages in each stream
 * @param retention the time without messages and readers after which a topic is deleted
 */
public record RedisSettings(URI uri, String prefix, int history, Duration retention) {}
