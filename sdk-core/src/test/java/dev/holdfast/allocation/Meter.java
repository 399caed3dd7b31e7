package dev.holdfast.allocation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * The bytes that the current thread allocates per message. Messages come in blocks of {@link #BLOCK}. After a warm-up,
 * every round has the same number of blocks, and the round with the least allocation counts.
 */
final class Meter {
    /** Messages in one block. */
    static final int BLOCK = 64;

    private static final int WARM_UP_BLOCKS = 60;
    private static final int ROUND_BLOCKS = 40;
    private static final int ROUNDS = 5;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long blocks;
    private long allocatedBefore;
    private long nanosBefore;
    private long leastBytes = Long.MAX_VALUE;
    private long leastNanos = Long.MAX_VALUE;

    /** Called before each block, on the measured thread. Returns false when the measurement is complete. */
    boolean next() {
        long measured = blocks - WARM_UP_BLOCKS;
        if (measured >= 0 && measured % ROUND_BLOCKS == 0) {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long nanos = System.nanoTime();
            if (measured > 0) {
                leastBytes = Math.min(leastBytes, allocated - allocatedBefore);
                leastNanos = Math.min(leastNanos, nanos - nanosBefore);
            }
            allocatedBefore = allocated;
            nanosBefore = nanos;
        }
        if (measured == (long) ROUNDS * ROUND_BLOCKS) return false;
        blocks++;
        return true;
    }

    /** Returns the number of messages so far, including the warm-up. */
    long messages() {
        return blocks * BLOCK;
    }

    /** Returns the bytes per message of the round with the least allocation. */
    double bytesPerMessage() {
        return (double) leastBytes / (ROUND_BLOCKS * BLOCK);
    }

    /** Returns the nanoseconds per message of the quickest round. For information only. */
    double nanosPerMessage() {
        return (double) leastNanos / (ROUND_BLOCKS * BLOCK);
    }
}
