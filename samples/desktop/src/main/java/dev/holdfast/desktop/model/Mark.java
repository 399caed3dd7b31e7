package dev.holdfast.desktop.model;

/**
 * A moment on the time line.
 *
 * @param count how many of its kind fell together here
 * @param note more of it; may be empty
 */
public record Mark(Kind kind, long nanos, int count, String note) {
    /** What it was. */
    public enum Kind {
        /** A probe was answered. */
        HEARTBEAT("heartbeat answered"),
        /** Topics began without a position. */
        FRESH("fresh"),
        RESUMED("resumed"),
        UNKNOWN("continuity unknown"),
        GAP("gap"),
        /** The demo server broke a connection. */
        CUT("cut");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }
}
