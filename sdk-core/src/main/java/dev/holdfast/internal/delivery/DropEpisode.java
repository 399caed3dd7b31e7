package dev.holdfast.internal.delivery;

import dev.holdfast.DroppedMessages;
import dev.holdfast.internal.runtime.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The messages dropped since the queue filled up. An episode is reported once: when the queue has drained to the calm
 * level, or when as many messages were delivered as the queue can hold. The second case reports drops to a listener
 * that never catches up.
 */
@GuardedBy("Mailbox.lock")
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

    /** Returns true if dropped messages are not yet reported. */
    boolean isOpen() {
        return messages > 0;
    }

    /** Returns the episode and resets it if it is over; otherwise null. */
    @Nullable
    DroppedMessages endIfOver(int queued, int calm, int capacity) {
        if (messages == 0 || (queued > calm && deliveredSince < capacity)) return null;
        DroppedMessages dropped = DroppedMessages.of(messages, bytes);
        reset();
        return dropped;
    }

    /** Discards the episode without reporting it. */
    void reset() {
        messages = 0;
        bytes = 0;
        deliveredSince = 0;
    }
}
