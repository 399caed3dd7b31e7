package dev.holdfast.internal;

import java.util.concurrent.atomic.AtomicLong;

/** One session's attempts: their names, by which logs of both ends can be laid side by side, and who has not yet left. */
final class Attempts {
    /** Names a client's sessions, and those of the clients derived from it. */
    static final class Source {
        private final String process;
        private final AtomicLong sessions = new AtomicLong();

        /** {@code process} is what tells these from those of other processes. */
        Source(String process) {
            this.process = process;
        }

        /** Names one more session, whose attempts are counted in {@code all} as well. */
        Attempts next(AtomicLong all) {
            return new Attempts(process + "-" + sessions.incrementAndGet(), all);
        }
    }

    /** Threads that neither cancel nor interrupt can free, in a name lookup or the app's credentials, must not pile up. */
    private static final int MOST_LINKS = 4;

    final String connection;
    private final AtomicLong all;
    private volatile int attempts;
    /** Links that still hold something. Only the loop reads and writes it. */
    private int links;

    private Attempts(String connection, AtomicLong all) {
        this.connection = connection;
        this.all = all;
    }

    /** Begins an attempt. On the loop. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    String next() {
        attempts++;
        all.incrementAndGet();
        return current();
    }

    /** The attempt begun last; the connection's name where there was none. */
    String current() {
        return attempts == 0 ? connection : connection + "." + attempts;
    }

    /** For diagnostics, with the number since the last stable connection. */
    String view(int number) {
        return ", attempt " + number + " (" + current() + ")";
    }

    void begun() {
        links++;
    }

    void gone() {
        links--;
    }

    /** Whether there can be no other link for now. */
    boolean crowded() {
        return links >= MOST_LINKS;
    }

    /** Whether no link is left. */
    boolean none() {
        return links == 0;
    }
}
