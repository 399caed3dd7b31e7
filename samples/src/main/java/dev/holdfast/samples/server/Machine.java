package dev.holdfast.samples.server;

import dev.holdfast.samples.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The state of this machine from {@code java.lang.management} and the file system. Not thread-safe. */
final class Machine {
    /** The sources of samples. */
    enum Source {
        CPU(2),
        MEMORY(3),
        THREADS(4),
        GC(5),
        DISK(5);

        private final int steps;

        Source(int steps) {
            this.steps = steps;
        }

        String topic() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the interval in steps of the publisher. */
        int steps() {
            return steps;
        }
    }

    private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final FileStore disk;

    Machine() {
        try {
            disk = Files.getFileStore(Path.of("").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot access the disk of the current directory", e);
        }
    }

    Sample sample(Source source, long seq) {
        return switch (source) {
            case CPU -> cpu(seq);
            case MEMORY -> memory(seq);
            case THREADS ->
                new Sample.Threads(
                        seq, threads.getThreadCount(), threads.getDaemonThreadCount(), threads.getPeakThreadCount());
            case GC -> gc(seq);
            case DISK -> disk(seq);
        };
    }

    private Sample cpu(long seq) {
        double all = 0;
        double own = 0;
        if (system instanceof com.sun.management.OperatingSystemMXBean more) {
            all = more.getCpuLoad();
            own = more.getProcessCpuLoad();
        }
        return new Sample.Cpu(
                seq, known(all), known(own), known(system.getSystemLoadAverage()), system.getAvailableProcessors());
    }

    /** Returns 0 for an unknown value, which is negative or NaN. */
    private static double known(double value) {
        return value >= 0 ? value : 0;
    }

    private Sample memory(long seq) {
        long total = 0;
        long free = 0;
        if (system instanceof com.sun.management.OperatingSystemMXBean more) {
            total = more.getTotalMemorySize();
            free = more.getFreeMemorySize();
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new Sample.Memory(seq, heap.getUsed(), heap.getCommitted(), free, total);
    }

    private static Sample gc(long seq) {
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        return new Sample.Gc(
                seq, collections, millis, ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private Sample disk(long seq) {
        try {
            return new Sample.Disk(seq, disk.name(), disk.getUsableSpace(), disk.getTotalSpace());
        } catch (IOException e) {
            return new Sample.Disk(seq, disk.name(), 0, 0);
        }
    }
}
