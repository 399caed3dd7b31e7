package dev.holdfast.reference.feed;

import java.util.concurrent.atomic.AtomicLong;

/** The limits on the messages that all topics keep in this process. */
public final class Room {
    private final int messages;
    private final long bytes;
    private final long bytesInAll;
    private final AtomicLong used = new AtomicLong();

    /** Creates the limits: messages and bytes of one topic, and bytes of all topics. */
    public Room(int messages, long bytes, long bytesInAll) {
        this.messages = messages;
        this.bytes = bytes;
        this.bytesInAll = bytesInAll;
    }

    int messages() {
        return messages;
    }

    void take(long cost) {
        used.addAndGet(cost);
    }

    void give(long cost) {
        used.addAndGet(-cost);
    }

    /** Returns whether a topic of this size must drop its oldest message. */
    boolean isOver(int size, long cost) {
        return size > messages || cost > bytes;
    }

    /** Returns whether all topics together exceed the limit. */
    boolean isOver() {
        return used.get() > bytesInAll;
    }

    /** Returns whether enough was dropped to stay below the limit for a while. */
    boolean isEased() {
        return used.get() <= bytesInAll - bytesInAll / 16;
    }
}
