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
 * <p>An uncompressed message in a single frame that lies in one fed array is decoded from that array. All other data is
 * collected in one buffer. The buffer grows with the bytes that have arrived, never with the announced length.
 */
final class WebSocketReader implements FrameReader {
    /** A buffer that a message has made larger than this is released. */
    private static final int KEEP = 16 * 1024;

    /** The size in bytes above which a read may contain many messages. */
    private static final int MANY = 1024;

    private static final byte[] NOTHING = {};

    private final int limit;
    private final WebSocketFrameHeader header;
    private final @Nullable WebSocketInflater inflater;
    private Frame frame = new Frame();
    private final Utf8Check utf8 = new Utf8Check();
    private final GrowableBytes control = new GrowableBytes(0);
    private final GrowableBytes message = new GrowableBytes(0);

    /** The opcode of the message in progress, or {@link WebSocketFrameHeader#CONTINUATION} if there is none. */
    private int opcode = CONTINUATION;

    private boolean compressed;
    /** The number of payload bytes announced by the frames of this message. */
    private long announced;
    /** The number of bytes of {@link #message} that were checked as UTF-8. */
    private int checked;
    /** The number of payload bytes of the current frame that have not arrived. */
    private long remaining;

    private @Nullable CloseReason closed;

    /**
     * Creates a reader.
     *
     * @param limit the most bytes of a message
     * @param deflate the negotiated compression, null for none
     */
    WebSocketReader(int limit, @Nullable PerMessageDeflate deflate) {
        this.limit = limit;
        this.header = new WebSocketFrameHeader(deflate != null);
        this.inflater = deflate == null ? null : new WebSocketInflater(deflate.serverNoContextTakeover(), limit);
    }

    @Override
    public int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException {
        // Each message of this read writes to the frame. Garbage collectors make writes to an old object expensive.
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
        boolean unfinished = opcode != CONTINUATION || remaining > 0 || header.unfinished();
        return CloseReason.retryable(
                CloseReason.Kind.END_OF_STREAM,
                unfinished
                        ? "The server ended the stream in the middle of a message"
                        : "The server ended the stream without a close frame");
    }

    /** Frees native memory. Called after the last {@link #feed} has returned. */
    void release() {
        if (inflater != null) inflater.release();
    }

    /** Checks the position of a data frame in the message and its length, before any of it is buffered. */
    private void begin() throws CloseException {
        boolean first = header.opcode != CONTINUATION;
        if (first != (opcode == CONTINUATION)) {
            throw broken(PROTOCOL_ERROR, "A message or continuation starts out of order");
        }
        if (first) {
            opcode = header.opcode;
            compressed = header.compressed;
            announced = 0;
        }
        if (header.length > wireLimit() - announced) throw tooLarge(limit);
        announced += header.length;
    }

    /** Returns the most bytes of a message as sent. Incompressible data grows; the margin exceeds zlib's worst case. */
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
        // The usual case is decoded first and checked after. If there are as many characters as bytes and no
        // replacement character, the text is ASCII. Searching a string stored as Latin-1 for that character costs
        // nothing.
        boolean fresh = checked == 0;
        if (!fresh) check(bytes, size, true);
        String text = new String(bytes, at, size, UTF_8);
        if (fresh && (text.length() != size || text.indexOf('\uFFFD') >= 0)) {
            checkWhole(bytes, at, size);
        }
        frame.setText(text, null, null, size);
    }

    /** Fails at the first byte that is not valid UTF-8, even before the message is complete (RFC 6455 section 8.1). */
    private void check(byte[] gathered, int size, boolean done) throws CloseException {
        boolean good = utf8.accept(gathered, checked, size - checked);
        if (!good || (done && !utf8.complete())) throw notUtf8();
        checked = done ? 0 : size;
    }

    private void checkWhole(byte[] bytes, int at, int size) throws CloseException {
        if (!utf8.accept(bytes, at, size) || !utf8.complete()) throw notUtf8();
    }

    private static CloseException notUtf8() {
        return broken(INVALID_PAYLOAD, "A text message is not valid UTF-8");
    }

    private void control(byte[] bytes, int at, int size, FrameSink sink) throws CloseException {
        // A control frame has at most 125 bytes, so copying it is cheap.
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

    /** Parses the payload of a close frame (RFC 6455 section 5.5.1). */
    private CloseReason closeReason(byte[] payload) throws CloseException {
        if (payload.length == 0) return WebSocketCloseCodes.reason(WebSocketCloseCodes.NO_STATUS, "");
        int code = payload.length == 1 ? -1 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        if (!WebSocketCloseCodes.maySend(code)) {
            throw broken(PROTOCOL_ERROR, "A close frame has an invalid code: " + code);
        }
        utf8.reset();
        checkWhole(payload, 2, payload.length - 2);
        return WebSocketCloseCodes.reason(code, new String(payload, 2, payload.length - 2, UTF_8));
    }
}
