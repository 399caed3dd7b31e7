package dev.holdfast;

/**
 * The result of a subscribe: whether messages were lost since the previous connection. Reported after each subscribe
 * and resubscribe, with the same meaning for every protocol. Later versions may add values.
 */
public enum Continuity {
    /** The subscription starts here: there was no cursor to resume from. */
    FRESH,
    /** The server continues after the last message received. Nothing was lost. */
    RESUMED,
    /** The server no longer has all messages since the last one received. Some were lost. */
    GAP,
    /** The server does not report whether it resumed. Messages may have been lost. */
    UNKNOWN
}
