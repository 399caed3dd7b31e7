package dev.holdfast.internal.delivery;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one read for one subscription, in order. New for each read: collectors make a write to an object that
 * has grown old dear, so a queue costs a message more than a young array does. The reading thread fills it under the
 * link's lock; when a mailbox lets it pass unqueued, the same thread delivers it.
 */
final class MessageBatch {
    /** What one read may hold back, so that a mailbox hears of its bounds in time: a small read can inflate to a large one. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_MESSAGES = 256;
    private static final RealMessage[] NO_MESSAGES = {};
    private static final AtomicIntegerFieldUpdater<MessageBatch> DONE_UPDATER =
            AtomicIntegerFieldUpdater.newUpdater(MessageBatch.class, "done");

    private final RealMessage first;
    private RealMessage[] rest = NO_MESSAGES;
    private int size = 1;
    private int weight;
    /** Whether any message has an id or a type, and so weighs more than its payload. */
    private boolean mayHaveIds;

    private volatile int done;
    /** How many of those were counted. Under the mailbox's lock. */
    private int counted;

    private volatile boolean stopped;

    MessageBatch(RealMessage first) {
        this.first = first;
        addToTotals(first);
    }

    /** Takes one more, unless it holds enough; room for {@code likely} is made at once. */
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

    /** What it would count for in a queue. */
    int queueWeight() {
        return weight;
    }

    /** Of all payloads. */
    long payloadBytes() {
        if (!mayHaveIds) return weight;
        long bytes = 0;
        for (int i = 0; i < size; i++) bytes += get(i).size;
        return bytes;
    }

    /** Whether any message may say its position. */
    boolean hasPositions() {
        return mayHaveIds;
    }

    /** How many were dealt with. */
    int doneCount() {
        return done;
    }

    /** By the thread that delivers. Others learn of it a moment later; a mailbox that was told of the end, at once. */
    void markDone(int count) {
        DONE_UPDATER.lazySet(this, count);
    }

    /** How many were dealt with since the last call. */
    int countNewlyDone() {
        int before = counted;
        counted = done;
        return counted - before;
    }

    /** The last position among those that were counted, null where none says any. */
    @Nullable
    String lastPosition() {
        for (int i = mayHaveIds ? counted - 1 : -1; i >= 0; i--) {
            String position = get(i).position();
            if (position != null) return position;
        }
        return null;
    }

    /** No callback begins after this. */
    void stopDelivery() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
