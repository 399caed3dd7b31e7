package dev.holdfast.internal.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An executor that runs tasks in order, one at a time, on threads of another executor. Discards the oldest of 1,024.
 */
public final class SerialExecutor {
    private static final int MAX_QUEUED_TASKS = 1024;
    private static final int MAX_BATCH_TASKS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    /** Runs the hand-over to the executor; null to hand over on the calling thread. */
    private final @Nullable Executor hop;

    private final Executor executor;

    @GuardedBy("lock")
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean busy;

    @GuardedBy("lock")
    private long discarded;

    public SerialExecutor(Executor executor) {
        this(null, executor);
    }

    /**
     * Makes an executor for an app's executor, which may run tasks on the calling thread.
     *
     * @param hop runs the hand-over, so that the calling thread is never the loop; null if the executor never does
     */
    public SerialExecutor(@Nullable Executor hop, Executor executor) {
        this.hop = hop;
        this.executor = executor;
    }

    public void execute(Runnable task) {
        lock.lock();
        try {
            if (tasks.size() == MAX_QUEUED_TASKS) {
                tasks.poll();
                discarded++;
            }
            tasks.add(task);
            if (busy) return;
            busy = true;
        } finally {
            lock.unlock();
        }
        scheduleDrain();
    }

    private void scheduleDrain() {
        if (hop == null) submitDrain();
        else submit(hop, this::submitDrain);
    }

    private void submitDrain() {
        submit(executor, this::runBatch);
    }

    private void submit(Executor to, Runnable step) {
        try {
            to.execute(step);
        } catch (Throwable e) { // no thread available, and a user interface's executor may throw any exception
            markIdle();
        }
    }

    /** Gives up for now. The next task tries again. */
    private void markIdle() {
        lock.lock();
        try {
            busy = false;
        } finally {
            lock.unlock();
        }
    }

    private void runBatch() {
        Runnable task = null;
        try {
            for (int i = 0; i < MAX_BATCH_TASKS; i++) {
                task = nextTask();
                if (task == null) return;
                task.run();
            }
        } finally {
            if (task != null) scheduleDrain(); // also after a task that throws
        }
    }

    private @Nullable Runnable nextTask() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            if (task == null) busy = false;
            return task;
        } finally {
            lock.unlock();
        }
    }

    public long discardedTasks() {
        lock.lock();
        try {
            return discarded;
        } finally {
            lock.unlock();
        }
    }
}
