package dev.holdfast.internal.runtime;

/**
 * The control loop: runs what it is given in order, one at a time, and owns the clock and the timers. It never runs code
 * of the app.
 */
public interface EventLoop {
    /** Runs a task soon, after those given before. May be called from any thread. */
    void execute(Runnable task);

    /** Runs a task on the loop after a delay. */
    Timer schedule(long delayNanos, Runnable task);

    /**
     * Asserts that the caller is a task of this loop. Free in production, where nothing is checked; the loops of the
     * tests throw an {@link AssertionError}.
     */
    void assertHere();

    /** A clock that only goes forward. */
    long nanoTime();

    /** A task to come. */
    interface Timer {
        /** The task will not run. */
        @OnLoop
        void cancel();
    }
}
