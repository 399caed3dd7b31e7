package dev.holdfast.internal.runtime;

/** The record of threads that are inside a callback of a client, so that a barrier does not wait for itself. */
public final class CallbackScope {
    /**
     * The nesting depth of each thread. Never removed from the thread: setting and removing it for each callback costs
     * more than many callbacks do.
     */
    private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

    public boolean isInside() {
        return depth.get()[0] > 0;
    }

    /** Runs a task as a callback. Callbacks may nest. */
    public void run(Runnable task) {
        int[] mine = depth.get();
        mine[0]++;
        try {
            task.run();
        } finally {
            mine[0]--;
        }
    }
}
