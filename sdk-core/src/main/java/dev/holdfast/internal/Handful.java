package dev.holdfast.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one read for one subscription, in order. New for each read: collectors make a write to an object that
 * has grown old dear, so a queue costs a message more than a young array does. The reading thread fills it under the
 * link's lock; when a mailbox lets it pass unqueued, the same thread delivers it.
 */
final class Handful {
    /** What one read may hold back, so that a mailbox hears of its bounds in time: a small read can inflate to a large one. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final int MOST = 256;
    private static final RealMessage[] NONE = {};
    private static final AtomicIntegerFieldUpdater<Handful> DONE =
            AtomicIntegerFieldUpdater.newUpdater(Handful.class, "done");

    private final RealMessage first;
    private RealMessage[] rest = NONE;
    private int size = 1;
    private int weight;
    /** Whether any message has an id or a type, and so weighs more than its payload. */
    private boolean named;

    private volatile int done;
    /** How many of those were counted. Under the mailbox's lock. */
    private int settled;

    private volatile boolean stopped;

    Handful(RealMessage first) {
        this.first = first;
        count(first);
    }

    /** Takes one more, unless it holds enough; room for {@code likely} is made at once. */
    boolean add(RealMessage message, int likely) {
        if (size == MOST || weight >= MOST_BYTES) return false;
        if (size > rest.length) rest = Arrays.copyOf(rest, Math.min(MOST, Math.max(size * 2, likely + likely / 8)));
        rest[size++ - 1] = message;
        count(message);
        return true;
    }

    private void count(RealMessage message) {
        weight += message.weight;
        named |= message.weight != message.size || message.position() != null;
    }

    RealMessage get(int index) {
        return index == 0 ? first : rest[index - 1];
    }

    int size() {
        return size;
    }

    /** What it would count for in a queue. */
    int weight() {
        return weight;
    }

    /** Of all payloads. */
    long bytes() {
        if (!named) return weight;
        long bytes = 0;
        for (int i = 0; i < size; i++) bytes += get(i).size;
        return bytes;
    }

    /** Whether any message may say its position. */
    boolean hasPositions() {
        return named;
    }

    /** How many were dealt with. */
    int done() {
        return done;
    }

    /** By the thread that delivers. Others learn of it a moment later; a mailbox that was told of the end, at once. */
    void done(int count) {
        DONE.lazySet(this, count);
    }

    /** How many were dealt with since the last call. */
    int settle() {
        int before = settled;
        settled = done;
        return settled - before;
    }

    /** The last position among those that were counted, null where none says any. */
    @Nullable
    String position() {
        for (int i = named ? settled - 1 : -1; i >= 0; i--) {
            String position = get(i).position();
            if (position != null) return position;
        }
        return null;
    }

    /** No callback begins after this. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }
}
