package dev.holdfast.samples.server;

/** A way to break a connection. */
public enum Cut {
    /** RST: what was on its way may be lost. */
    RESET("resets"),
    /** Nothing is written or answered any more, and the socket stays open. */
    SILENCE("falls silent on"),
    /** RST, and the next attempts are answered 503. */
    REFUSAL("resets, and will answer 503 to,"),
    /** A goodbye, as of a server that restarts. */
    GOODBYE("closes in order"),
    /** The connection ends in the middle of a message. */
    TEAR("hangs up in the middle of a message on");

    private final String words;

    Cut(String words) {
        this.words = words;
    }

    /** What the server tells of it. */
    String words() {
        return words;
    }
}
