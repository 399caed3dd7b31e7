package dev.holdfast.desktop.model;

/**
 * A point on the timeline.
 *
 * @param count the number of merged marks of the same kind
 * @param note details, may be empty
 */
public record Mark(Kind kind, long nanos, int count, String note) {
    /** The kind of a mark. */
    public enum Kind {
        /** A heartbeat probe was answered. */
        HEARTBEAT("heartbeat answered"),
        /** Topics started without a cursor. */
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

        /** Returns the label of the kind. */
        public String words() {
            return words;
        }
    }
}
