package dev.holdfast;

/** What is known of the messages between two connections, told after each (re)subscribe, the same for all protocols. */
public enum Continuity {
    /** The subscription begins here: there was no position to go on from. */
    FRESH,
    /** The server goes on where the last message ended: nothing is missing. */
    RESUMED,
    /** The server no longer has everything since the last message: some are missing. */
    GAP,
    /** The server does not say. Messages may be missing. */
    UNKNOWN
}
