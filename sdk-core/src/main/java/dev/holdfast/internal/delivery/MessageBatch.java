package dev.holdfast.internal.delivery;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one read for one subscription, in order. The reading thread fills it under the link's lock. If the
 * mailbox lets it pass unqueued, the same thread delivers it.
 *
 * <p>Each read creates a new batch. Garbage collectors make writes to old objects expensive, so a young array costs
 * less per message than a long-lived queue.
 */
final class MessageBatch {
    /**
     * The weight at which a batch is full. A small read can inflate to a large one; the limit makes sure that the
     * mailbox checks its bounds in time.
     */
    private static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_MESSAGES = 256;
    private static final RealMessage[] NO_MESSAGES = {};
    private static final AtomicIntegerFieldUpdater<MessageBatch> DONE_UPDATER =
            AtomicIntegerFieldUpdater.newUpdater(MessageBatch.class, "done");

    private final RealMessage first;
    private RealMessage[] rest = NO_MESSAGES;
    private int size = 1;
    private int weight;
    /** True if a message has an id or a type and may weigh more than its payload. */
    private boolean mayHaveIds;

    private volatile int done;
    /** The number of done messages already counted. Accessed under the mailbox's lock. */
    private int counted;

    private volatile boolean stopped;

    MessageBatch(RealMessage first) {
        this.first = first;
        addToTotals(first);
    }

    /** Adds a message. Returns false if the batch is full. Allocates room for {@code likely} messages at once. */
    boolean add(RealMessage message, int likely) {
        if (size == MAX_MESSAGES || weight >= MAX_BYTES) return false;
        if (size > rest.length)
            rest = Arrays.copyOf(rest, Math.min(MAX_MESSAGES, Math.max(size * 2, likely + likely / 8)));
        rest[size++ - 1] = message;
        addToTotals(message);
        return true;
    }

    private void addToTotals(RealMessage message) {
        weight += message.weight;
        mayHaveIds |= message.weight != message.size || message.position() != null;
    }

    RealMessage get(int index) {
        return index == 0 ? first : rest[index - 1];
    }

    int size() {
        return size;
    }

    /** Returns the sum of the weights, which is the room that the messages would take in a queue. */
    int queueWeight() {
        return weight;
    }

    /** Returns the sum of the payload sizes in bytes. */
    long payloadBytes() {
        if (!mayHaveIds) return weight;
        long bytes = 0;
        for (int i = 0; i < size; i++) bytes += get(i).size;
        return bytes;
    }

    /** Returns true if a message may have a cursor. */
    boolean hasPositions() {
        return mayHaveIds;
    }

    /** Returns the number of messages whose callbacks have returned. */
    int doneCount() {
        return done;
    }

    /**
     * Sets the number of messages whose callbacks have returned. Called by the delivering thread. Other threads may see
     * the new number with a delay. The mailbox sees the final number once the delivering thread has taken its lock.
     */
    void markDone(int count) {
        DONE_UPDATER.lazySet(this, count);
    }

    /** Returns the number of messages done since the last call. Called under the mailbox's lock. */
    int countNewlyDone() {
        int before = counted;
        counted = done;
        return counted - before;
    }

    /** Returns the last cursor among the counted messages; null if none has one. Called under the mailbox's lock. */
    @Nullable
    String lastPosition() {
        for (int i = mayHaveIds ? counted - 1 : -1; i >= 0; i--) {
            String position = get(i).position();
            if (position != null) return position;
        }
        return null;
    }

    /** Stops the delivery. The delivering thread starts no callback after it sees this. */
    void stopDelivery() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
