package dev.holdfast.internal.delivery;

import dev.holdfast.DroppedMessages;
import org.jspecify.annotations.Nullable;

/**
 * Messages shed since the queue filled up. It is told once: when the queue is calm again, or, so that it is told at all
 * to a listener that never catches up, when as many were delivered as the queue can hold. Under the mailbox's lock.
 */
final class DropEpisode {
    private long messages;
    private long bytes;
    private long deliveredSince;

    void messageDropped(int size) {
        messages++;
        bytes += size;
    }

    void messageDelivered() {
        if (messages > 0) deliveredSince++;
    }

    /** Whether something is still to be told. */
    boolean isOpen() {
        return messages > 0;
    }

    /** The episode, if it is over; it begins anew after that. */
    @Nullable
    DroppedMessages endIfOver(int queued, int calm, int capacity) {
        if (messages == 0 || (queued > calm && deliveredSince < capacity)) return null;
        DroppedMessages dropped = DroppedMessages.of(messages, bytes);
        reset();
        return dropped;
    }

    /** Nobody is to be told of it. */
    void reset() {
        messages = 0;
        bytes = 0;
        deliveredSince = 0;
    }
}
