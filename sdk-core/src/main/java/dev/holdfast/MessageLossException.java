package dev.holdfast;

import org.jspecify.annotations.Nullable;

/** Reports lost messages to an {@link UnhandledHandler}. Never thrown. */
public final class MessageLossException extends Exception {
    private static final long serialVersionUID = 1;

    private final long messages;
    private final long bytes;

    private MessageLossException(String message, long messages, long bytes, @Nullable Throwable cause) {
        super(message, cause);
        this.messages = messages;
        this.bytes = bytes;
    }

    /** Returns the report of a {@linkplain Continuity#GAP gap}, for Holdfast and for tests. */
    public static MessageLossException gap() {
        return new MessageLossException("The server reported a gap", 0, 0, null);
    }

    /** Returns the report of messages that {@link Overflow} dropped, for Holdfast and for tests. */
    public static MessageLossException dropped(DroppedMessages dropped) {
        return new MessageLossException(dropped.toString(), dropped.messages(), dropped.bytes(), null);
    }

    /**
     * Returns the report of a poison message that {@link PoisonPolicy#skip} skipped, for Holdfast and for tests.
     *
     * @param cause why the message could not be received
     */
    public static MessageLossException skipped(CloseException cause) {
        return new MessageLossException("A poison message was skipped (PoisonPolicy.skip)", 0, 0, cause);
    }

    /** Returns the messages that {@link Overflow} dropped; null for a gap or a skipped message. */
    public @Nullable DroppedMessages dropped() {
        return messages == 0 ? null : DroppedMessages.of(messages, bytes);
    }
}
