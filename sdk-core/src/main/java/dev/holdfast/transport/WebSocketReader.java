package dev.holdfast.transport;

import static dev.holdfast.transport.WebSocketCloseCodes.INVALID_PAYLOAD;
import static dev.holdfast.transport.WebSocketCloseCodes.PROTOCOL_ERROR;
import static dev.holdfast.transport.WebSocketCloseCodes.broken;
import static dev.holdfast.transport.WebSocketCloseCodes.tooLarge;
import static dev.holdfast.transport.WebSocketFrameHeader.CLOSE;
import static dev.holdfast.transport.WebSocketFrameHeader.CONTINUATION;
import static dev.holdfast.transport.WebSocketFrameHeader.PING;
import static dev.holdfast.transport.WebSocketFrameHeader.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.GrowableBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a client's WebSocket (RFC 6455 sections 5 to 8, RFC 7692 section 7.2.2).
 *
 * <p>A message that lies in one frame, uncompressed and wholly inside the array it is fed from, is made from that array.
 * Everything else is gathered in one buffer, which grows with what has arrived and never with what was announced.
 */
final class WebSocketReader implements FrameReader {
    /** The buffer is let go after a message that needed more. */
    private static final int KEEP = 16 * 1024;

    /** A read that may hold many messages. */
    private static final int MANY = 1024;

    private static final byte[] NOTHING = {};

    private final int limit;
    private final WebSocketFrameHeader header;
    private final @Nullable WebSocketInflater inflater;
    private Frame frame = new Frame();
    private final Utf8Check utf8 = new Utf8Check();
    private final GrowableBytes control = new GrowableBytes(0);
    private final GrowableBytes message = new GrowableBytes(0);

    /** The first frame's opcode while a message is under way, otherwise {@link WebSocketFrameHeader#CONTINUATION}. */
    private int opcode = CONTINUATION;

    private boolean compressed;
    /** How many payload bytes the frames of this message have announced. */
    private long announced;
    /** How many bytes of {@link #message} were seen to be UTF-8. */
    private int checked;
    /** How many payload bytes of the current frame are still to come. */
    private long remaining;

    private @Nullable CloseReason closed;

    /** Refuses messages of more than {@code limit} bytes; {@code deflate} as negotiated, null for no compression. */
    WebSocketReader(int limit, @Nullable PerMessageDeflate deflate) {
        this.limit = limit;
        this.header = new WebSocketFrameHeader(deflate != null);
        this.inflater = deflate == null ? null : new WebSocketInflater(deflate.serverNoContextTakeover(), limit);
    }

    @Override
    public int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException {
        // Collectors make it dear to write into an object that has grown old, as every message of this read would.
        if (length >= MANY) frame = new Frame();
        int at = offset;
        int end = offset + length;
        while (at < end && closed == null) {
            if (remaining == 0) {
                at = header.parse(bytes, at, end);
                if (at < 0) break;
                if (!header.control()) begin();
                remaining = header.length;
            }
            int size = (int) Math.min(remaining, end - at);
            remaining -= size;
            if (header.control()) {
                control(bytes, at, size, sink);
            } else if (!data(bytes, at, size, sink)) {
                return at + size - offset;
            }
            at += size;
        }
        return length;
    }

    @Override
    public CloseReason end() {
        if (closed != null) return closed;
        boolean torn = opcode != CONTINUATION || remaining > 0 || header.unfinished();
        return CloseReason.retryable(
                CloseReason.Kind.END_OF_STREAM,
                torn
                        ? "The server ended the connection in the middle of a message"
                        : "The server ended the connection without a close frame");
    }

    /** Gives native memory back. Called after the last {@link #feed} has returned. */
    void release() {
        if (inflater != null) inflater.release();
    }

    /** Checks a data frame's place in the message and its length, before any of it is held. */
    private void begin() throws CloseException {
        if (header.opcode == CONTINUATION) {
            if (opcode == CONTINUATION) throw broken(PROTOCOL_ERROR, "A frame continues a message that never began");
        } else {
            if (opcode != CONTINUATION) throw broken(PROTOCOL_ERROR, "A message began before the last one ended");
            opcode = header.opcode;
            compressed = header.compressed;
            announced = 0;
        }
        if (header.length > wireLimit() - announced) throw tooLarge(limit);
        announced += header.length;
    }

    /** What cannot be compressed grows a little: the slack is more than zlib's worst case. */
    private long wireLimit() {
        return compressed ? limit + limit / 8L + 64 : limit;
    }

    private boolean data(byte[] bytes, int at, int size, FrameSink sink) throws CloseException {
        boolean done = remaining == 0 && header.last;
        boolean whole = done && !compressed && message.size() == 0;
        if (!whole) gather(bytes, at, size, done);
        if (!done) {
            if (opcode == TEXT) check(message.array(), message.size(), false);
            return true;
        }
        if (whole) {
            fill(bytes, at, size);
        } else {
            fill(message.array(), 0, message.size());
            message.clear(KEEP);
        }
        opcode = CONTINUATION;
        return sink.onFrame(frame);
    }

    private void gather(byte[] bytes, int at, int size, boolean done) throws CloseException {
        if (!compressed || inflater == null) {
            message.write(bytes, at, size);
            return;
        }
        inflater.inflate(bytes, at, size, message);
        if (done) inflater.finish(message);
    }

    private void fill(byte[] bytes, int at, int size) throws CloseException {
        if (opcode != TEXT) {
            frame.setBinary(Arrays.copyOfRange(bytes, at, at + size));
            return;
        }
        // The usual case is decoded before it is checked. As many characters as bytes, and none of them the
        // replacement character, means ASCII; to look for that one costs nothing in a string stored as Latin-1.
        boolean fresh = checked == 0;
        if (!fresh) check(bytes, size, true);
        String text = new String(bytes, at, size, UTF_8);
        if (fresh && (text.length() != size || text.indexOf('\uFFFD') >= 0)) {
            checkWhole(bytes, at, size);
        }
        frame.setText(text, null, null, size);
    }

    /** Fails at the first byte that cannot be UTF-8, long before the message is whole (RFC 6455 section 8.1). */
    private void check(byte[] gathered, int size, boolean done) throws CloseException {
        boolean good = utf8.accept(gathered, checked, size - checked);
        if (!good || (done && !utf8.complete())) throw notUtf8();
        checked = done ? 0 : size;
    }

    private void checkWhole(byte[] bytes, int at, int size) throws CloseException {
        if (!utf8.accept(bytes, at, size) || !utf8.complete()) throw notUtf8();
    }

    private static CloseException notUtf8() {
        return broken(INVALID_PAYLOAD, "A text message is not UTF-8");
    }

    private void control(byte[] bytes, int at, int size, FrameSink sink) throws CloseException {
        // At most 125 bytes: nothing to save by making the array from the fed one.
        control.write(bytes, at, size);
        if (remaining > 0) return;
        byte[] payload = control.size() == 0 ? NOTHING : Arrays.copyOf(control.array(), control.size());
        control.clear(WebSocketFrameHeader.MAX_CONTROL_PAYLOAD);
        if (header.opcode == CLOSE) {
            closed = closeReason(payload);
            sink.onClose(closed);
        } else if (header.opcode == PING) {
            sink.onPing(payload);
        } else {
            sink.onPong(payload);
        }
    }

    /** RFC 6455 section 5.5.1. */
    private CloseReason closeReason(byte[] payload) throws CloseException {
        if (payload.length == 0) return WebSocketCloseCodes.reason(WebSocketCloseCodes.NO_STATUS, "");
        if (payload.length == 1) throw broken(PROTOCOL_ERROR, "A close frame has half a code");
        int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        if (!WebSocketCloseCodes.maySend(code)) {
            throw broken(PROTOCOL_ERROR, "A close frame has the code " + code + ", which may not be sent");
        }
        utf8.reset();
        checkWhole(payload, 2, payload.length - 2);
        return WebSocketCloseCodes.reason(code, new String(payload, 2, payload.length - 2, UTF_8));
    }
}
