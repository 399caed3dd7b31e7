package dev.holdfast;

/** Messages that {@link Overflow} shed in one episode. Immutable. */
public final class DroppedMessages {
    private final long messages;
    private final long bytes;

    /** For Holdfast and for tests. */
    public DroppedMessages(long messages, long bytes) {
        this.messages = messages;
        this.bytes = bytes;
    }

    /** How many messages. */
    public long messages() {
        return messages;
    }

    /** Their payloads' bytes. */
    public long bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return messages + " messages dropped (" + bytes + " bytes)";
    }
}
