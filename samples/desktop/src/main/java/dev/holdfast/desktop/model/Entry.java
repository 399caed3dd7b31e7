package dev.holdfast.desktop.model;

import org.jspecify.annotations.Nullable;

/**
 * A received message.
 *
 * @param number the sequence number of all messages, starting at 1, including discarded ones
 * @param topic its topic
 * @param id the id from the server, or null
 * @param type the event type, or null for the default
 * @param text the payload
 * @param receivedNanos the time it was read, by {@link System#nanoTime()}
 * @param millis the time it was delivered, in milliseconds since 1970
 */
public record Entry(
        long number,
        String topic,
        @Nullable String id,
        @Nullable String type,
        String text,
        long receivedNanos,
        long millis) {}
