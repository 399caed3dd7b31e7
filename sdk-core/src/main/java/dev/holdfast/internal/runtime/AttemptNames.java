package dev.holdfast.internal.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** The attempts of one session: their names, which match the logs of both ends, and the number of links in use. */
@OnLoop
public final class AttemptNames {
    /** The source of names for the sessions of a client and of those derived from it. */
    public static final class Source {
        private final @AnyThread String process;
        private final @AnyThread AtomicLong sessions = new AtomicLong();

        /**
         * Makes a source.
         *
         * @param process distinguishes the names from those of other processes
         */
        Source(String process) {
            this.process = process;
        }

        /**
         * Returns the names of a new session.
         *
         * @param all a counter that each attempt also increments
         */
        @AnyThread
        public AttemptNames nextConnection(AtomicLong all) {
            return new AttemptNames(process + "-" + sessions.incrementAndGet(), all);
        }
    }

    /**
     * Bounds the threads that neither a cancel nor an interrupt can free, in a name lookup or in the app's credentials.
     */
    private static final int MAX_LINKS = 4;

    public final @AnyThread String connectionName;
    private final AtomicLong all;
    private volatile @AnyThread int attempts;
    /** The number of links that still hold resources. */
    private int links;

    private AttemptNames(String connection, AtomicLong all) {
        this.connectionName = connection;
        this.all = all;
    }

    /** Starts an attempt and returns its name. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes
    public String nextAttempt() {
        attempts++;
        all.incrementAndGet();
        return currentName();
    }

    /** Returns the name of the latest attempt; before the first, the connection's name. */
    @AnyThread
    public String currentName() {
        return attempts == 0 ? connectionName : connectionName + "." + attempts;
    }

    /**
     * Returns a text for diagnostics.
     *
     * @param number the number of the attempt since the last stable connection
     */
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

    /** Returns true if no further link may be made for now. */
    public boolean hasTooManyLinks() {
        return links >= MAX_LINKS;
    }

    /** Returns true if no link is left. */
    public boolean hasNoLinks() {
        return links == 0;
    }
}
