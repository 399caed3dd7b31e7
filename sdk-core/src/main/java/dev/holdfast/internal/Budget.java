package dev.holdfast.internal;

import dev.holdfast.Limits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much the app has handed over to be sent and has no answer to. Used by many threads. */
final class Budget {
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** Takes a place, or says that there is none. One item is let in whatever its size, or it could never pass. */
    boolean take(int size, Limits limits) {
        int count = items.incrementAndGet();
        long total = bytes.addAndGet(size);
        if (count <= limits.outboundFrames() && (count == 1 || total <= limits.outboundBytes())) return true;
        giveBack(size);
        return false;
    }

    void giveBack(int size) {
        items.decrementAndGet();
        bytes.addAndGet(-size);
    }
}
