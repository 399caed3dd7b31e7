package dev.holdfast.spi;

import dev.holdfast.Diagnostics;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A unit of data of a transport: a WebSocket data message (RFC 6455 section 5.6) or a block of an event stream (WHATWG
 * HTML section 9.2).
 *
 * <p>An incoming frame is a view that its {@link FrameReader} reuses. It is valid only until the method that received
 * it returns. Strings and arrays taken from it may be kept. An outgoing frame, created by {@link #text(String)} or
 * {@link
 * #binary(byte[])}, never changes.
 */
public final class Frame {
    /** The content of a frame. */
    public enum Kind {
        /** Text. {@link Frame#text()} returns the payload. */
        TEXT,
        /** Binary data. {@link Frame#bytes()} returns the payload. */
        BINARY,
        /** A block of an event stream without data. It may carry an id or an event type. */
        EMPTY
    }

    private Kind kind = Kind.EMPTY;
    private @Nullable String text;
    private byte @Nullable [] bytes;
    private @Nullable String type;
    private @Nullable String id;
    private int size;

    /** Creates an empty frame for a reader to fill. */
    public Frame() {}

    /** Creates an outgoing text frame. */
    public static Frame text(String text) {
        return new Frame().setText(text, null, null, text.length());
    }

    /** Creates an outgoing binary frame. The array is not copied. */
    public static Frame binary(byte[] bytes) {
        return new Frame().setBinary(bytes);
    }

    /**
     * Turns this frame into a text frame.
     *
     * @param type the event type, null for the default type
     * @param id the id set in this block, null if the block sets none, empty if the block resets the id
     * @param size the length of the payload in bytes, which counts against the limits
     * @return this frame
     */
    public Frame setText(String text, @Nullable String type, @Nullable String id, int size) {
        return set(Kind.TEXT, text, null, type, id, size);
    }

    /** Turns this frame into a binary frame and returns it. The array is not copied. */
    public Frame setBinary(byte[] bytes) {
        return set(Kind.BINARY, null, bytes, null, null, bytes.length);
    }

    /**
     * Turns this frame into a block without data and returns it. Null and empty mean the same as in {@link #setText}.
     */
    public Frame setEmpty(@Nullable String type, @Nullable String id) {
        return set(Kind.EMPTY, null, null, type, id, 0);
    }

    private Frame set(
            Kind kind,
            @Nullable String text,
            byte @Nullable [] bytes,
            @Nullable String type,
            @Nullable String id,
            int size) {
        this.kind = kind;
        this.text = text;
        this.bytes = bytes;
        this.type = type;
        this.id = id;
        this.size = size;
        return this;
    }

    /** Returns the kind of content. */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the payload as text. {@link Kind#EMPTY} gives an empty string. Binary data is decoded as UTF-8, with
     * malformed bytes replaced by U+FFFD.
     */
    public String text() {
        if (text != null) return text;
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the payload of a binary frame without a copy, or else the text encoded as UTF-8. */
    public byte[] bytes() {
        return bytes != null ? bytes : text().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the event type of a block, or null for the default type and for WebSocket. */
    public @Nullable String type() {
        return type;
    }

    /** Returns the id set in this block: null if the block sets none, empty if the block resets the id. */
    public @Nullable String id() {
        return id;
    }

    /** Returns the length of the payload in bytes, which counts against the limits. */
    public int size() {
        return size;
    }

    @Override
    public String toString() {
        return Diagnostics.oneLine("Frame{" + kind + ", " + size + " bytes, type=" + type + ", id=" + id + "}");
    }
}
