package dev.holdfast;

/** What becomes of a publish that was sent and has no receipt when the connection ends: nobody knows whether it arrived. */
public enum PublishGuarantee {
    /** Its future fails with the reason of that end: the default. It arrived once or not at all. */
    AT_MOST_ONCE,
    /**
     * It is sent again on the next connection, in its old place among what waits, until a receipt comes or {@link
     * Limits#replyTimeout()} passes. It arrives once or more: for servers that know a message they have seen, or messages
     * that may be said twice. A {@code request} is not sent again.
     */
    AT_LEAST_ONCE
}
