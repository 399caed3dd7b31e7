package dev.holdfast.desktop.model;

import org.jspecify.annotations.Nullable;

/**
 * One message as it came.
 *
 * @param number counts all messages from 1, those not kept included
 * @param topic its topic
 * @param id the server's id for it, null where it gave none
 * @param type its event type, null for the default one
 * @param text the payload
 * @param receivedNanos when it was read, by {@link System#nanoTime()}
 * @param millis when it was handed over, since 1970
 */
public record Entry(
        long number,
        String topic,
        @Nullable String id,
        @Nullable String type,
        String text,
        long receivedNanos,
        long millis) {}
