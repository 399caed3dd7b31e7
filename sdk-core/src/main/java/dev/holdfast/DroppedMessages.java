package dev.holdfast;

/** The messages that {@link Overflow} dropped in one episode. Immutable. */
public final class DroppedMessages {
    private final long messages;
    private final long bytes;

    private DroppedMessages(long messages, long bytes) {
        this.messages = messages;
        this.bytes = bytes;
    }

    /** Returns a number of dropped messages and their payload bytes, for Holdfast and for tests. */
    public static DroppedMessages of(long messages, long bytes) {
        return new DroppedMessages(messages, bytes);
    }

    /** Returns the number of messages. */
    public long messages() {
        return messages;
    }

    /** Returns their payload bytes. */
    public long bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return messages + " messages dropped (" + bytes + " bytes)";
    }
}
