package dev.holdfast.internal.runtime;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A loop on one daemon thread, which comes with the first task and goes when there has been none for a while. It sleeps
 * through until the next timer: a phone pays for each waking.
 */
public final class SingleThreadEventLoop implements EventLoop {
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Beyond that it wakes in between, or a thread whose timer was cancelled would stay for hours. */
    private static final long MAX_SLEEP_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final ScheduledThreadPoolExecutor executor;

    /** The factory's threads carry the loop, one at a time. */
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
        // An idle thread that may go wakes to see whether it should, also where a timer is set.
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
