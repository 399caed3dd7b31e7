package dev.holdfast.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The client's threads, where there may be none to be had for a while: a refused task is given again a little later, since
 * nobody could go on without it. Tasks may so change places; those that must not are given one at a time.
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
        } catch (RuntimeException | OutOfMemoryError e) { // "unable to create native thread"
            loop.schedule(RETRY_DELAY_NANOS, () -> execute(task));
        }
    }
}
