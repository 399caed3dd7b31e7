package dev.holdfast.reference.redis;

import java.net.URI;
import java.time.Duration;

/**
 * Where Redis is and what is kept there.
 *
 * @param uri {@code redis://} or {@code rediss://}, with a password if there is one: it is never printed
 * @param prefix of all keys
 * @param history messages that each stream keeps at least
 * @param retention after so long without a message and without a reader a topic is forgotten
 */
public record RedisSettings(URI uri, String prefix, int history, Duration retention) {}
