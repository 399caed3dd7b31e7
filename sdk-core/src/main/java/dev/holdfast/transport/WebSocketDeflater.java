package dev.holdfast.transport;

import dev.holdfast.spi.GrowableBytes;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A compressor of messages (RFC 7692 section 7.2.1). The first message allocates native memory, and {@link #release}
 * frees it. Any thread may call {@link #release}.
 */
final class WebSocketDeflater {
    private static final int TAIL = 4;
    private static final int STEP = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final boolean noContextTakeover;
    private @Nullable Deflater deflater;
    private boolean released;

    WebSocketDeflater(boolean noContextTakeover) {
        this.noContextTakeover = noContextTakeover;
    }

    /** Appends the compressed message and returns its length in bytes. Returns -1 after {@link #release}. */
    int deflate(byte[] message, int length, GrowableBytes out) {
        lock.lock();
        try {
            if (released) return -1;
            Deflater zlib = deflater;
            if (zlib == null) deflater = zlib = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            int start = out.size();
            zlib.setInput(message, 0, length);
            int room;
            int got;
            do {
                out.ensureSpace(STEP);
                room = out.array().length - out.size();
                got = zlib.deflate(out.array(), out.size(), room, Deflater.SYNC_FLUSH);
                out.advance(got);
            } while (got == room);
            if (noContextTakeover) zlib.reset();
            return out.size() - start - TAIL;
        } finally {
            lock.unlock();
        }
    }

    /** Frees the native memory. */
    void release() {
        lock.lock();
        try {
            released = true;
            if (deflater != null) deflater.end();
            deflater = null;
        } finally {
            lock.unlock();
        }
    }
}
