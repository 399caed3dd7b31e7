package dev.holdfast.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The daemon threads of a client and those derived from it. They go when there has been no work for a while. */
public final class Threads {
    private static final long KEEP_ALIVE_SECONDS = 10;
    /** From here on a virtual thread that blocks inside {@code synchronized} no longer holds its carrier (JEP 491). */
    private static final int VIRTUAL_SINCE = 24;

    private Threads() {}

    /** Names daemon threads. */
    public static ThreadFactory daemonFactory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs each task at once on a thread of its own: a virtual one where the JVM has good ones, or a pooled daemon. */
    public static Executor workerExecutor() {
        ExecutorService virtual = virtualThreads();
        if (virtual != null) return virtual;
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemonFactory("holdfast"));
    }

    // By reflection, since the core is Java 8 bytecode and runs on Android.
    private static @Nullable ExecutorService virtualThreads() {
        try {
            // "1.8" is no number, and neither is what Android says.
            int feature = Integer.parseInt(System.getProperty("java.specification.version", ""));
            if (feature < VIRTUAL_SINCE) return null;
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException | NumberFormatException e) {
            return null;
        }
    }
}
