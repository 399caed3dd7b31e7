package dev.holdfast.transport;

import static dev.holdfast.transport.WebSocketFrameHeader.BINARY;
import static dev.holdfast.transport.WebSocketFrameHeader.CLOSE;
import static dev.holdfast.transport.WebSocketFrameHeader.MAX_CONTROL_PAYLOAD;
import static dev.holdfast.transport.WebSocketFrameHeader.PING;
import static dev.holdfast.transport.WebSocketFrameHeader.PONG;
import static dev.holdfast.transport.WebSocketFrameHeader.TEXT;

import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.GrowableBytes;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a client's WebSocket. It writes unfragmented frames and masks each with a new key (RFC 6455
 * sections 5.2 and 5.3). If compression was negotiated, it compresses messages of {@value #THRESHOLD} bytes or more.
 * Smaller messages gain little.
 */
final class WebSocketWriter implements FrameWriter {
    static final int THRESHOLD = 256;

    private static final int KEEP = 16 * 1024;
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MASK = 0x80;

    private final Supplier<byte[]> maskKeys;
    private final @Nullable WebSocketDeflater deflater;
    private final GrowableBytes encoded = new GrowableBytes(0);
    private final GrowableBytes deflated = new GrowableBytes(0);

    /**
     * Creates a writer.
     *
     * @param deflate the negotiated compression, null for none
     */
    WebSocketWriter(Supplier<byte[]> maskKeys, @Nullable PerMessageDeflate deflate) {
        this.maskKeys = maskKeys;
        this.deflater = deflate == null || !deflate.compressesOutgoing()
                ? null
                : new WebSocketDeflater(deflate.clientNoContextTakeover());
    }

    @Override
    public void message(Frame frame, GrowableBytes out) {
        if (frame.kind() == Frame.Kind.TEXT) {
            text(frame.text(), out);
        } else if (frame.kind() == Frame.Kind.BINARY) {
            byte[] payload = frame.bytes();
            if (!compressed(BINARY, payload, payload.length, out)) frame(BINARY, payload, payload.length, out);
        } else {
            throw new IllegalArgumentException("A WebSocket cannot send " + frame);
        }
    }

    @Override
    public void ping(byte[] payload, GrowableBytes out) {
        control(PING, payload, out);
    }

    @Override
    public void pong(byte[] payload, GrowableBytes out) {
        control(PONG, payload, out);
    }

    /** Appends a close frame. It has no code if the code must not be sent, such as 1005 (RFC 6455 section 7.4.1). */
    @Override
    public void close(int code, String reason, GrowableBytes out) {
        GrowableBytes payload = new GrowableBytes(MAX_CONTROL_PAYLOAD);
        if (WebSocketCloseCodes.maySend(code)) {
            payload.write(code >> 8);
            payload.write(code);
            String cut = Utf8Encoder.cut(reason, MAX_CONTROL_PAYLOAD - 2);
            Utf8Encoder.write(cut, (int) Utf8Encoder.length(cut), payload);
        }
        frame(CLOSE, payload.array(), payload.size(), out);
    }

    /** Frees native memory. May be called by any thread. */
    void release() {
        if (deflater != null) deflater.release();
    }

    private void text(String text, GrowableBytes out) {
        long length = Utf8Encoder.length(text);
        if (length > Integer.MAX_VALUE - 16) throw new IllegalArgumentException("More than 2 GiB");
        int size = (int) length;
        if (deflater != null && size >= THRESHOLD) {
            Utf8Encoder.write(text, size, encoded);
            boolean written = compressed(TEXT, encoded.array(), size, out);
            encoded.clear(KEEP);
            if (written) return;
        }
        byte[] key = maskKeys.get();
        header(TEXT, size, key, out);
        int start = out.size();
        Utf8Encoder.write(text, size, out);
        mask(out.array(), start, size, key);
    }

    /** Writes the message compressed. Returns false if the message must be sent uncompressed. */
    private boolean compressed(int opcode, byte[] payload, int length, GrowableBytes out) {
        if (deflater == null || length < THRESHOLD) return false;
        int size = deflater.deflate(payload, length, deflated);
        if (size >= 0) frame(RSV1 | opcode, deflated.array(), size, out);
        deflated.clear(KEEP);
        return size >= 0;
    }

    private void control(int opcode, byte[] payload, GrowableBytes out) {
        if (payload.length > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException("A ping or pong has at most 125 bytes, not " + payload.length);
        }
        frame(opcode, payload, payload.length, out);
    }

    private void frame(int bits, byte[] payload, int length, GrowableBytes out) {
        byte[] key = maskKeys.get();
        header(bits, length, key, out);
        int start = out.size();
        out.write(payload, 0, length);
        mask(out.array(), start, length, key);
    }

    private static void header(int bits, int length, byte[] key, GrowableBytes out) {
        out.write(FIN | bits);
        if (length < 126) {
            out.write(MASK | length);
        } else if (length < 65_536) {
            out.write(MASK | 126);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(MASK | 127);
            for (int shift = 56; shift >= 0; shift -= 8) out.write((int) ((long) length >> shift));
        }
        out.write(key, 0, 4);
    }

    private static void mask(byte[] array, int offset, int length, byte[] key) {
        byte k0 = key[0];
        byte k1 = key[1];
        byte k2 = key[2];
        byte k3 = key[3];
        int at = offset;
        int end = offset + length;
        for (; at + 4 <= end; at += 4) {
            array[at] ^= k0;
            array[at + 1] ^= k1;
            array[at + 2] ^= k2;
            array[at + 3] ^= k3;
        }
        for (int i = 0; at < end; at++, i++) array[at] ^= key[i];
    }
}
