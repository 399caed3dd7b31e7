package dev.holdfast.internal;

/** Knows whether the current thread is inside a callback of a client, so that a barrier does not wait for itself. */
final class CallbackScope {
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    boolean isInside() {
        return inside.get() != null;
    }

    /** Runs a task as a callback. Callbacks do not nest: one owns its thread until it returns. */
    void run(Runnable task) {
        boolean outermost = inside.get() == null;
        if (outermost) inside.set(Boolean.TRUE);
        try {
            task.run();
        } finally {
            if (outermost) inside.remove();
        }
    }
}
