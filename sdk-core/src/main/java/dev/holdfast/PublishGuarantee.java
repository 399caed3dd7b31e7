package dev.holdfast;

/**
 * The guarantee for a publish that was sent when the connection ended before its receipt, so that its arrival is
 * unknown. Later versions may add values.
 */
public enum PublishGuarantee {
    /** Its future fails with the reason of that end; the default. The message arrived once or not at all. */
    AT_MOST_ONCE,
    /**
     * It is sent again on the next connection, in its previous position among the waiting messages, until a receipt
     * arrives or {@link Limits#replyTimeout()} passes. It may arrive more than once: for servers that detect
     * duplicates, or messages that may be repeated. A {@link RealtimeClient#call call} is never sent again, and neither
     * is a publish for which the server closed the connection, such as one that was too large (close code 1009).
     */
    AT_LEAST_ONCE
}
