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
 * Inflates messages as their bytes arrive (RFC 7692 section 7.2.2), never past the limit. Java's window is always the
 * largest, which serves every smaller one. Used by the reading thread only; native memory is taken with the first
 * compressed message and given back by {@link #release}.
 */
final class WebSocketInflater {
    /** What the sender cut off the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int STEP = 8192;

    private final boolean noContextTakeover;
    private final int limit;
    private @Nullable Inflater inflater;

    WebSocketInflater(boolean noContextTakeover, int limit) {
        this.noContextTakeover = noContextTakeover;
        this.limit = limit;
    }

    /** Appends what these bytes of a message inflate to. */
    void inflate(byte[] bytes, int offset, int length, GrowableBytes out) throws CloseException {
        if (length == 0) return;
        Inflater zlib = inflater;
        if (zlib == null) inflater = zlib = new Inflater(true);
        try {
            zlib.setInput(bytes, offset, length);
            int step;
            int got;
            do {
                // One byte more than the limit allows: to get it is to know that the message is too large.
                step = (int) Math.min(STEP, (long) limit - out.size() + 1);
                out.ensureSpace(step);
                got = zlib.inflate(out.array(), out.size(), step);
                out.advance(got);
                if (out.size() > limit) throw tooLarge(limit);
                if (zlib.finished()) {
                    // A block marked as the last one (RFC 7692 section 7.2.3.4): what follows begins a new stream.
                    int rest = zlib.getRemaining();
                    zlib.reset();
                    zlib.setInput(bytes, offset + length - rest, rest);
                }
            } while (got == step || !zlib.needsInput());
        } catch (DataFormatException e) {
            throw broken(INVALID_PAYLOAD, "A compressed message cannot be inflated");
        }
    }

    /** Appends what is left of the message. */
    void finish(GrowableBytes out) throws CloseException {
        inflate(TAIL, 0, TAIL.length, out);
        if (noContextTakeover && inflater != null) inflater.reset();
    }

    /** Gives the native memory back. Not while another thread is in here. */
    void release() {
        if (inflater != null) inflater.end();
        inflater = null;
    }
}
