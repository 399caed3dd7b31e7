package dev.holdfast.transport;

import com.sun.management.ThreadMXBean;
import dev.holdfast.CloseException;
import java.lang.management.ManagementFactory;

/**
 * The bytes that the current thread has allocated. A reader that allocates at most a fixed amount for each byte
 * received also holds at most that much.
 */
final class Allocation {
    private static final long AT_REST = 8 << 20;

    /** The allowance for recorders and for the arrays of split input. */
    private static final long FOR_EACH_BYTE = 4096;

    private Allocation() {}

    /** A task that reads bytes and returns what it found. */
    interface Reading<T> {
        T read() throws CloseException;
    }

    /**
     * Runs the task, which reads this many bytes, and returns its result. Fails if it allocates too much twice, because
     * the first run also loads classes.
     */
    static <T> T bounded(long bytes, Reading<T> reading) throws CloseException {
        long most = AT_REST + bytes * FOR_EACH_BYTE;
        long before = allocated();
        T found = reading.read();
        if (allocated() - before <= most) return found;
        before = allocated();
        found = reading.read();
        long again = allocated() - before;
        if (again > most) throw new AssertionError("Allocated " + again + " bytes to read " + bytes);
        return found;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
