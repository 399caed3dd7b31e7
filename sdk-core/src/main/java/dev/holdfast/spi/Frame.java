package dev.holdfast.spi;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One unit of a transport: a WebSocket data message (RFC 6455 section 5.6) or a block of an event stream (WHATWG HTML
 * section 9.2).
 *
 * <p>An incoming frame is a view that its {@link FrameReader} uses again: it is valid until the call that received it
 * returns. Strings and arrays taken from it may be kept. An outgoing frame, made by {@link #text(String)} or
 * {@link #binary(byte[])}, is never changed.
 */
public final class Frame {
    /** What a frame carries. */
    public enum Kind {
        /** {@link Frame#text()} is the payload. */
        TEXT,
        /** {@link Frame#bytes()} is the payload. */
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

    /** An empty frame for a reader to fill. */
    public Frame() {}

    /** An outgoing text frame. */
    public static Frame text(String text) {
        return new Frame().setText(text, null, null, text.length());
    }

    /** An outgoing binary frame; the array is not copied. */
    public static Frame binary(byte[] bytes) {
        return new Frame().setBinary(bytes);
    }

    /**
     * Makes this frame a text frame.
     *
     * @param type the event type, null for the default one
     * @param id the id set in this very block, null where the block set none, empty where it resets the id
     * @param size the payload's length in bytes, as it counts against limits
     */
    public Frame setText(String text, @Nullable String type, @Nullable String id, int size) {
        return set(Kind.TEXT, text, null, type, id, size);
    }

    /** Makes this frame a binary frame; the array is not copied. */
    public Frame setBinary(byte[] bytes) {
        return set(Kind.BINARY, null, bytes, null, null, bytes.length);
    }

    /** Makes this frame a block without data. */
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

    /** What this frame carries. */
    public Kind kind() {
        return kind;
    }

    /** The payload as text: empty for {@link Kind#EMPTY}; binary is read as UTF-8, bad bytes replaced by U+FFFD. */
    public String text() {
        if (text != null) return text;
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The payload of a binary frame as it came, otherwise the text as UTF-8. */
    public byte[] bytes() {
        return bytes != null ? bytes : text().getBytes(StandardCharsets.UTF_8);
    }

    /** The event type of a block, null where none was given (the default type) and for WebSocket. */
    public @Nullable String type() {
        return type;
    }

    /** The id set in this very block: null where none was set, empty where the block resets the id. */
    public @Nullable String id() {
        return id;
    }

    /** The payload's length in bytes, as it counts against limits. */
    public int size() {
        return size;
    }

    @Override
    public String toString() {
        return "Frame{" + kind + ", " + size + " bytes, type=" + type + ", id=" + id + "}";
    }
}
