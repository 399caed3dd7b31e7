package dev.holdfast.reference.feed;

import java.util.concurrent.atomic.AtomicLong;

/** How much all topics together may keep in this process. */
public final class Room {
    private final int messages;
    private final long bytes;
    private final long bytesInAll;
    private final AtomicLong used = new AtomicLong();

    /** Messages and bytes of one topic, and bytes of all of them. */
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

    /** Whether a topic that keeps so much has to let its oldest go. */
    boolean isOver(int size, long cost) {
        return size > messages || cost > bytes;
    }

    /** Whether all topics together keep too much: the oldest of all messages have to go. */
    boolean isOver() {
        return used.get() > bytesInAll;
    }

    /** Whether so much went that it is some time before more has to. */
    boolean isEased() {
        return used.get() <= bytesInAll - bytesInAll / 16;
    }
}
