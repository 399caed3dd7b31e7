package dev.holdfast.reference.redis;

/** What one thread does until it is told to end. Where it ends of itself, that is logged and remembered. */
final class Duty implements AutoCloseable {
    /** What it does, in rounds, until it is interrupted or {@link #isOver}. */
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
            // As it is told to end; if it was not, it says so below.
        } catch (Throwable e) {
            log("The thread " + name + " ends of a fault: this node is of no use any more", e);
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

    /** Whether it did not end although nobody told it to. */
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
