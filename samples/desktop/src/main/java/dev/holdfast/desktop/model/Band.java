package dev.holdfast.desktop.model;

/**
 * A stretch of time in which a connection was in one phase.
 *
 * @param from its beginning, by {@link System#nanoTime()}
 * @param to its end; {@link #OPEN} while it lasts
 * @param note why, or which attempt; may be empty
 */
public record Band(Phase phase, long from, long to, String note) {
    /** The end of what has not ended. */
    public static final long OPEN = Long.MAX_VALUE;

    /** What a connection was doing. */
    public enum Phase {
        CONNECTING("connecting"),
        CONNECTED("connected"),
        /** Known afterwards: the peer was silent until it was given up. */
        SILENT("silent peer"),
        BACK_OFF("back-off"),
        /** A later attempt. */
        ATTEMPT("attempt"),
        IDLE("idle, paused"),
        CLOSED("closed");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    Band until(long end) {
        return new Band(phase, from, Math.max(from, end), note);
    }
}
