package dev.holdfast.reference.redis;

/** A thread that runs until closed. An unexpected end is logged and recorded. */
final class Duty implements AutoCloseable {
    /** The body of the thread. Runs until interrupted or {@link #isOver}. */
    interface Rounds {
        void run() throws InterruptedException;
    }

    private static final long PATIENCE_MILLIS = 5000;

    private final Thread thread;
    private volatile boolean over;
    private volatile boolean died;

    Duty(String name, Rounds rounds) {
        thread = new Thread(() -> run(name, rounds), name);
        thread.setDaemon(true);
    }

    private void run(String name, Rounds rounds) {
        try {
            rounds.run();
        } catch (InterruptedException e) {
            // Expected after close(). Otherwise "died" is set below.
        } catch (Throwable e) {
            log("The thread " + name + " died of an internal error: restart this node", e);
        } finally {
            died = !over;
        }
    }

    static void log(String text, Throwable e) {
        System.getLogger(Duty.class.getName()).log(System.Logger.Level.ERROR, text, e);
    }

    void start() {
        thread.start();
    }

    boolean isOver() {
        return over;
    }

    /** Returns false if the thread ended without being closed. */
    boolean isAlive() {
        return !died;
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
