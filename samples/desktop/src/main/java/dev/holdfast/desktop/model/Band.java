package dev.holdfast.desktop.model;

/**
 * A period in which a connection was in one phase.
 *
 * @param from its start, by {@link System#nanoTime()}
 * @param to its end, {@link #OPEN} while it lasts
 * @param note the reason or the attempt, may be empty
 */
public record Band(Phase phase, long from, long to, String note) {
    /** The end of a period that has not ended. */
    public static final long OPEN = Long.MAX_VALUE;

    /** The phase of a connection. */
    public enum Phase {
        CONNECTING("connecting"),
        CONNECTED("connected"),
        /** The time without any bytes before a heartbeat timeout. Set afterwards. */
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

        /** Returns the label of the phase. */
        public String words() {
            return words;
        }
    }

    Band until(long end) {
        return new Band(phase, from, Math.max(from, end), note);
    }
}
