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

/** The daemon threads of a client and of those derived from it. They end after some time without work. */
public final class Threads {
    private static final long KEEP_ALIVE_SECONDS = 10;
    /** The first version in which a virtual thread inside {@code synchronized} does not pin its carrier (JEP 491). */
    private static final int VIRTUAL_SINCE = 24;

    private Threads() {}

    /** Returns a factory of daemon threads with numbered names. */
    public static ThreadFactory daemonFactory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Returns an executor with a thread for each task: a virtual thread from JDK 24 on, else a pooled daemon thread.
     */
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
            // "1.8" is not an integer, nor is Android's value.
            int feature = Integer.parseInt(System.getProperty("java.specification.version", ""));
            if (feature < VIRTUAL_SINCE) return null;
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException | NumberFormatException e) {
            return null;
        }
    }
}
