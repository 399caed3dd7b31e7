package dev.holdfast;

import org.jspecify.annotations.Nullable;

/** A report of lost messages to an {@link UnhandledHandler}. Never thrown. */
public final class MessageLossException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient @Nullable DroppedMessages dropped;

    /**
     * Makes a report, for Holdfast and for tests.
     *
     * @param dropped the messages that {@link Overflow} dropped; null for a gap
     */
    public MessageLossException(@Nullable DroppedMessages dropped) {
        super(dropped == null ? "The server reported a gap" : dropped.toString());
        this.dropped = dropped;
    }

    /**
     * Returns the messages that {@link Overflow} dropped; null when the server reported a {@linkplain Continuity#GAP
     * gap}.
     */
    public @Nullable DroppedMessages dropped() {
        return dropped;
    }
}
