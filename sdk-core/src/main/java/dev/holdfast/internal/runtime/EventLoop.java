package dev.holdfast.internal.runtime;

/**
 * The control loop. Runs tasks in order, one at a time, and provides the clock and the timers. Never runs code of the
 * app.
 */
public interface EventLoop {
    /** Runs a task on the loop, after the tasks passed earlier. May be called from any thread. */
    void execute(Runnable task);

    /** Runs a task on the loop after a delay in nanoseconds. */
    Timer schedule(long delayNanos, Runnable task);

    /**
     * Asserts that the caller is a task of this loop. Free in production, where nothing is checked; the loops of the
     * tests throw an {@link AssertionError}.
     */
    void assertHere();

    /** Returns the time of a monotonic clock, in nanoseconds. */
    long nanoTime();

    /** A scheduled task. */
    interface Timer {
        /** Cancels the task; it will not run. */
        @OnLoop
        void cancel();
    }
}
