package dev.holdfast.internal.runtime;

/** Knows whether the current thread is inside a callback of a client, so that a barrier does not wait for itself. */
public final class CallbackScope {
    /** How deep a thread is in. Left on the thread: to set and remove it for each callback costs more than many have to do. */
    private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

    public boolean isInside() {
        return depth.get()[0] > 0;
    }

    /** Runs a task as a callback. */
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
