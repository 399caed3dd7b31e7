package dev.holdfast.internal.runtime;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A loop on one daemon thread, which starts with the first task and ends after some time without tasks. It sleeps until
 * the next timer, because each wake-up costs a phone energy. If a task throws, the thread ends with the exception and
 * another thread runs the next task.
 */
public final class SingleThreadEventLoop extends ScheduledThreadPoolExecutor implements EventLoop {
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The longest sleep. Without it, a thread whose timer was cancelled would stay for hours. */
    private static final long MAX_SLEEP_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** Makes a loop that runs on one thread of the factory at a time. */
    public SingleThreadEventLoop(ThreadFactory threads) {
        this(threads, KEEP_ALIVE_NANOS);
    }

    SingleThreadEventLoop(ThreadFactory threads, long keepAliveNanos) {
        super(1, threads);
        setKeepAliveTime(keepAliveNanos, TimeUnit.NANOSECONDS);
        allowCoreThreadTimeOut(true);
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        // An idle thread wakes after the keep-alive time to check whether to end, even if a timer is set.
        long asleep = Math.min(delayNanos, MAX_SLEEP_NANOS);
        if (getKeepAliveTime(TimeUnit.NANOSECONDS) <= asleep) {
            setKeepAliveTime(asleep + KEEP_ALIVE_NANOS, TimeUnit.NANOSECONDS);
        }
        ScheduledFuture<?> future = schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable none) {
        try {
            ((Future<?>) task).get(); // it is done; its exception would stay in it
        } catch (ExecutionException e) {
            // The handler for uncaught exceptions is code of the app. This thread calls it, but is the loop no longer.
            throw new IllegalStateException("A task of the event loop threw", e.getCause());
        } catch (CancellationException | InterruptedException e) { // a cancelled timer
        }
    }

    @Override
    public void assertHere() {} // free

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
