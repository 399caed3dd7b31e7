package dev.holdfast.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * An executor that retries a rejected task after 100 ms, because no thread may be available for a while and no task may
 * be lost. A retried task may run after tasks passed later; callers that need an order pass one task at a time.
 */
final class RetryingExecutor implements Executor {
    private static final long RETRY_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop loop;
    private final Executor threads;

    RetryingExecutor(EventLoop loop, Executor threads) {
        this.loop = loop;
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (Throwable e) { // such as "unable to create native thread"
            loop.schedule(RETRY_DELAY_NANOS, () -> execute(task));
        }
    }
}
