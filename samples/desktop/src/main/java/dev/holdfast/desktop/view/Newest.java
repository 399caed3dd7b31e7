package dev.holdfast.desktop.view;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A queue of one: a new task replaces one that has not started. So at most one task waits, even with a slow executor.
 */
final class Newest {
    private final Executor executor;
    private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

    /** @param executor runs one task at a time */
    Newest(Executor executor) {
        this.executor = executor;
    }

    void run(Runnable task) {
        if (next.getAndSet(task) == null) executor.execute(this::runNext);
    }

    private void runNext() {
        Runnable task = next.getAndSet(null);
        if (task != null) task.run();
    }
}
