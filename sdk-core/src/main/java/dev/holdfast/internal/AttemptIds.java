package dev.holdfast.internal;

import java.util.concurrent.atomic.AtomicLong;

/** Names one session's attempts, so that logs of both ends can be laid side by side. */
final class AttemptIds {
    /** Names a client's sessions, and those of the clients derived from it. */
    static final class Source {
        private final String process;
        private final AtomicLong sessions = new AtomicLong();

        /** {@code process} is what tells these from those of other processes. */
        Source(String process) {
            this.process = process;
        }

        /** Names one more session, whose attempts are counted in {@code all} as well. */
        AttemptIds next(AtomicLong all) {
            return new AttemptIds(process + "-" + sessions.incrementAndGet(), all);
        }
    }

    final String connection;
    private final AtomicLong all;
    private volatile int attempts;

    private AttemptIds(String connection, AtomicLong all) {
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
}
