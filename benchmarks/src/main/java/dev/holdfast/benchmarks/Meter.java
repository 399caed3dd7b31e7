package dev.holdfast.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A meter of the resources that this process has used: CPU time of all its threads, including the garbage collector and
 * the compiler, and bytes allocated.
 */
final class Meter {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final @Nullable Method TOTAL = total();

    private final Map<Long, Long> allocatedByThread = new HashMap<>();
    private long cpuNanos;
    private long allocated;

    /** Starts the measurement. */
    void start() {
        allocated = allocated();
        cpuNanos = SYSTEM.getProcessCpuTime();
    }

    /** Ends the measurement. The threads that did the work must still be alive. */
    Sample stop(int messages) {
        long cpu = SYSTEM.getProcessCpuTime() - cpuNanos;
        long bytes = allocated() - allocated;
        return new Sample((double) cpu / messages, (double) bytes / messages);
    }

    /** The CPU time and allocation for one message. */
    record Sample(double cpuNanos, double bytes) {}

    /** Returns a description of how allocation is measured. */
    static String allocationSource() {
        return TOTAL != null
                ? "ThreadMXBean.getTotalThreadAllocatedBytes"
                : "the sum of ThreadMXBean.getThreadAllocatedBytes over all threads, each as last seen alive";
    }

    private long allocated() {
        if (TOTAL != null) {
            try {
                return (Long) TOTAL.invoke(THREADS);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) if (bytes[i] >= 0) allocatedByThread.put(ids[i], bytes[i]);
        return allocatedByThread.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Includes threads that have ended. Available since Java 21. */
    private static @Nullable Method total() {
        try {
            return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
