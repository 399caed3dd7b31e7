package dev.holdfast.transport;

import com.sun.management.ThreadMXBean;
import dev.holdfast.CloseException;
import java.lang.management.ManagementFactory;

/** What a thread has allocated. Whoever allocates no more than so much for each byte that came holds no more either. */
final class Allocation {
    private static final long AT_REST = 8 << 20;

    /** Recorders and cut pieces count as well. */
    private static final long FOR_EACH_BYTE = 4096;

    private Allocation() {}

    /** Something that reads so many bytes, and answers what it found. */
    interface Reading<T> {
        T read() throws CloseException;
    }

    /** What the reading found. Once is no proof of too much: the first time loads classes. */
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
