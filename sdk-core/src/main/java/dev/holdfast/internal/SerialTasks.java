package dev.holdfast.internal;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs tasks in order, one at a time, on threads of an executor. Bounded: past its bound the oldest is thrown away. */
final class SerialTasks {
    private static final int MOST = 1024;
    private static final int BATCH = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Executor hop;
    private final Executor executor;
    private boolean busy;
    private long thrownAway;

    SerialTasks(Executor executor) {
        this(Runnable::run, executor);
    }

    /** The app's executor may run tasks in the caller's thread, which {@code hop} keeps it from being the loop. */
    SerialTasks(Executor hop, Executor executor) {
        this.hop = hop;
        this.executor = executor;
    }

    void add(Runnable task) {
        lock.lock();
        try {
            if (tasks.size() == MOST) {
                tasks.poll();
                thrownAway++;
            }
            tasks.add(task);
            if (busy) return;
            busy = true;
        } finally {
            lock.unlock();
        }
        start();
    }

    private void start() {
        try {
            hop.execute(this::submit);
        } catch (RuntimeException | OutOfMemoryError e) { // no thread to be had
            rest();
        }
    }

    private void submit() {
        try {
            executor.execute(this::drain);
        } catch (Throwable e) { // user interfaces refuse in their own words
            rest();
        }
    }

    /** The next task tries again. */
    private void rest() {
        lock.lock();
        try {
            busy = false;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (int i = 0; i < BATCH; i++) {
            Runnable task = next();
            if (task == null) return;
            task.run();
        }
        start();
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            if (task == null) busy = false;
            return task;
        } finally {
            lock.unlock();
        }
    }

    long thrownAway() {
        lock.lock();
        try {
            return thrownAway;
        } finally {
            lock.unlock();
        }
    }
}
