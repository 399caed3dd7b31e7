package dev.holdfast.transport;

import static dev.holdfast.transport.WebSocketCloseCodes.INVALID_PAYLOAD;
import static dev.holdfast.transport.WebSocketCloseCodes.broken;
import static dev.holdfast.transport.WebSocketCloseCodes.tooLarge;

import dev.holdfast.CloseException;
import dev.holdfast.spi.GrowableBytes;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * An incremental decompressor of messages (RFC 7692 section 7.2.2) that never exceeds the size limit. Java always uses
 * the largest window, which also works for a smaller one. Used by the reading thread only. The first compressed message
 * allocates native memory, and {@link #release} frees it.
 */
final class WebSocketInflater {
    /** The bytes that the sender removes from the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int STEP = 8192;

    private final boolean noContextTakeover;
    private final int limit;
    private @Nullable Inflater inflater;

    WebSocketInflater(boolean noContextTakeover, int limit) {
        this.noContextTakeover = noContextTakeover;
        this.limit = limit;
    }

    /** Decompresses bytes of a message and appends the result. */
    void inflate(byte[] bytes, int offset, int length, GrowableBytes out) throws CloseException {
        if (length == 0) return;
        Inflater zlib = inflater;
        if (zlib == null) inflater = zlib = new Inflater(true);
        try {
            zlib.setInput(bytes, offset, length);
            int step;
            int got;
            do {
                // Space for one byte above the limit. If that byte arrives, the message is too large.
                step = (int) Math.min(STEP, (long) limit - out.size() + 1);
                out.ensureSpace(step);
                got = zlib.inflate(out.array(), out.size(), step);
                out.advance(got);
                if (out.size() > limit) throw tooLarge(limit);
                if (zlib.finished()) {
                    // This block is marked as final (RFC 7692 section 7.2.3.4). A new stream follows.
                    int rest = zlib.getRemaining();
                    zlib.reset();
                    zlib.setInput(bytes, offset + length - rest, rest);
                }
            } while (got == step || !zlib.needsInput());
        } catch (DataFormatException e) {
            throw broken(INVALID_PAYLOAD, "A message cannot be decompressed");
        }
    }

    /** Appends the rest of the message. */
    void finish(GrowableBytes out) throws CloseException {
        inflate(TAIL, 0, TAIL.length, out);
        if (noContextTakeover && inflater != null) inflater.reset();
    }

    /** Frees the native memory. Must not run while another thread uses this object. */
    void release() {
        if (inflater != null) inflater.end();
        inflater = null;
    }
}
