package dev.holdfast.internal.runtime;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A loop on one daemon thread, which starts with the first task and ends after some time without tasks. It sleeps until
 * the next timer, because each wake-up costs a phone energy.
 */
public final class SingleThreadEventLoop implements EventLoop {
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The longest sleep. Without it, a thread whose timer was cancelled would stay for hours. */
    private static final long MAX_SLEEP_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final ScheduledThreadPoolExecutor executor;

    /** Makes a loop that runs on one thread of the factory at a time. */
    public SingleThreadEventLoop(ThreadFactory threads) {
        this(threads, KEEP_ALIVE_NANOS);
    }

    SingleThreadEventLoop(ThreadFactory threads, long keepAliveNanos) {
        executor = new ScheduledThreadPoolExecutor(1, threads);
        executor.setKeepAliveTime(keepAliveNanos, TimeUnit.NANOSECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        // An idle thread wakes after the keep-alive time to check whether to end, even if a timer is set.
        long asleep = Math.min(delayNanos, MAX_SLEEP_NANOS);
        if (executor.getKeepAliveTime(TimeUnit.NANOSECONDS) <= asleep) {
            executor.setKeepAliveTime(asleep + KEEP_ALIVE_NANOS, TimeUnit.NANOSECONDS);
        }
        ScheduledFuture<?> future = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void assertHere() {} // free

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
