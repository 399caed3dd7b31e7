package dev.holdfast.internal.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** One session's attempts: their names, by which logs of both ends can be laid side by side, and who has not yet left. */
@OnLoop
public final class AttemptNames {
    /** Names a client's sessions, and those of the clients derived from it. */
    public static final class Source {
        private final @AnyThread String process;
        private final @AnyThread AtomicLong sessions = new AtomicLong();

        /** {@code process} is what tells these from those of other processes. */
        Source(String process) {
            this.process = process;
        }

        /** Names one more session, whose attempts are counted in {@code all} as well. */
        @AnyThread
        public AttemptNames nextConnection(AtomicLong all) {
            return new AttemptNames(process + "-" + sessions.incrementAndGet(), all);
        }
    }

    /** Threads that neither cancel nor interrupt can free, in a name lookup or the app's credentials, must not pile up. */
    private static final int MAX_LINKS = 4;

    public final @AnyThread String connectionName;
    private final AtomicLong all;
    private volatile @AnyThread int attempts;
    /** Links that still hold something. */
    private int links;

    private AttemptNames(String connection, AtomicLong all) {
        this.connectionName = connection;
        this.all = all;
    }

    /** Begins an attempt. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public String nextAttempt() {
        attempts++;
        all.incrementAndGet();
        return currentName();
    }

    /** The attempt begun last; the connection's name where there was none. */
    @AnyThread
    public String currentName() {
        return attempts == 0 ? connectionName : connectionName + "." + attempts;
    }

    /** For diagnostics, with the number since the last stable connection. */
    @AnyThread
    public String describe(int number) {
        return ", attempt " + number + " (" + currentName() + ")";
    }

    public void linkStarted() {
        links++;
    }

    public void linkReleased() {
        links--;
    }

    /** Whether there can be no other link for now. */
    public boolean hasTooManyLinks() {
        return links >= MAX_LINKS;
    }

    /** Whether no link is left. */
    public boolean hasNoLinks() {
        return links == 0;
    }
}
