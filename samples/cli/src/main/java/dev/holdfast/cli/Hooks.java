package dev.holdfast.cli;

/** Has something done when the process is told to end, as by Ctrl-C. */
public interface Hooks {
    /**
     * Has this done at the end. The process waits for it.
     *
     * @return what takes it off again
     */
    Runnable atEnd(Runnable work);

    /** Those of the JVM. */
    static Hooks ofJvm() {
        return work -> {
            Thread thread = new Thread(work, "holdfast-interrupted");
            try {
                Runtime.getRuntime().addShutdownHook(thread);
            } catch (IllegalStateException e) {
                return () -> {}; // it is ending already, before anything was done
            }
            return () -> {
                try {
                    Runtime.getRuntime().removeShutdownHook(thread);
                } catch (IllegalStateException e) {
                    // The JVM is ending, and runs it.
                }
            };
        };
    }
}
