package dev.holdfast.samples.server;

/** The ways to break a connection. */
public enum Cut {
    /** TCP RST. Data in transit may be lost. */
    RESET("resets"),
    /** No more output, while the socket stays open. */
    SILENCE("stops responding to"),
    /** TCP RST, and the next attempts receive 503. */
    REFUSAL("resets and will return 503 to"),
    /** A normal close, as by a restarting server. */
    GOODBYE("closes normally"),
    /** The connection ends in the middle of a message. */
    TEAR("disconnects mid-message from");

    private final String words;

    Cut(String words) {
        this.words = words;
    }

    /** Returns the verb for the server's log. */
    String words() {
        return words;
    }
}
