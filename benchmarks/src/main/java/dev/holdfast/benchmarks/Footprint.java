package dev.holdfast.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory and threads of this process. */
final class Footprint {
    private Footprint() {}

    /** Returns the bytes of heap in use after full garbage collections. */
    static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Returns the resident memory in bytes, as reported by Linux. */
    static long rss() throws IOException {
        return status("VmRSS:") * 1024;
    }

    /** Returns the number of operating system threads. */
    static int threads() throws IOException {
        return (int) status("Threads:");
    }

    private static long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(name)) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        return 0;
    }
}
