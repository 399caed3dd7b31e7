package dev.holdfast.internal.delivery;

import dev.holdfast.Diagnostics;
import dev.holdfast.Message;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A received message. The delivering thread sets its decoded data once, before it calls the listener. {@link #ack} does
 * nothing; see {@link TrackedMessage}.
 */
public class RealMessage implements Message<Object> {
    private static final Object COMMENT = new Object();

    private final String topic;
    private final @Nullable String id;
    private final @Nullable String type;
    /** A String, or the byte[] of a binary frame. */
    private final Object payload;

    private final long receivedNanos;
    /** The size of the payload in bytes. */
    final int size;
    /** The room it takes up in a queue. Includes id and type, because an id may be larger than the payload. */
    public final int weight;

    private @Nullable Object data;

    public RealMessage(
            String topic, @Nullable String id, @Nullable String type, Object payload, int size, long receivedNanos) {
        this.topic = topic;
        this.id = id;
        this.type = type;
        this.payload = payload;
        this.size = size;
        this.weight = size + (id == null ? 0 : id.length()) + (type == null ? 0 : type.length());
        this.receivedNanos = receivedNanos;
        // Without a type, the data is the text. For text frames no conversion is needed.
        this.data = payload instanceof String ? payload : null;
    }

    /** Makes it a comment of an event stream. A mark in place of the data takes up no room in other messages. */
    public void markComment() {
        data = COMMENT;
    }

    /** Returns true if an entry of a queue is a comment. */
    static boolean isComment(@Nullable Object entry) {
        return entry instanceof RealMessage && ((RealMessage) entry).data == COMMENT;
    }

    void setData(@Nullable Object data) {
        this.data = data;
    }

    /** Returns the cursor after this message. Empty clears the cursor; null leaves it unchanged. */
    @Nullable
    public String position() {
        return id;
    }

    @Override
    public void ack() {}

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public @Nullable String id() {
        return id;
    }

    @Override
    public @Nullable String type() {
        return type;
    }

    @Override
    public @Nullable Object data() {
        return data;
    }

    @Override
    public String text() {
        return payload instanceof String ? (String) payload : new String((byte[]) payload, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes() {
        return payload instanceof String ? ((String) payload).getBytes(StandardCharsets.UTF_8) : (byte[]) payload;
    }

    @Override
    public long receivedNanos() {
        return receivedNanos;
    }

    @Override
    public String toString() {
        return Diagnostics.oneLine("Message{" + topic + ", id=" + id + ", type=" + type + ", " + size + " bytes}");
    }
}
