package dev.holdfast.cli;

/** The hooks that run when the process is asked to end, for example by Ctrl-C. */
public interface Hooks {
    /**
     * Registers work to run at the end. The process waits for it.
     *
     * @return an action that removes the hook
     */
    Runnable atEnd(Runnable work);

    /** Returns hooks backed by the JVM's shutdown hooks. */
    static Hooks ofJvm() {
        return work -> {
            Thread thread = new Thread(work, "holdfast-interrupted");
            try {
                Runtime.getRuntime().addShutdownHook(thread);
            } catch (IllegalStateException e) {
                return () -> {}; // the JVM is already shutting down, and there is nothing to undo
            }
            return () -> {
                try {
                    Runtime.getRuntime().removeShutdownHook(thread);
                } catch (IllegalStateException e) {
                    // The JVM is shutting down and runs the hook.
                }
            };
        };
    }
}
