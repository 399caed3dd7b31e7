package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.spi.Connection;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * The blocking part of one link: dials, then reads the socket until its end. Reads on another thread than it dialled
 * on. Dialling needs a deep stack, and a virtual thread keeps the stack of its deepest wait for life.
 */
public final class ReadPump implements Runnable {
    private static final int INITIAL_BUFFER_BYTES = 1024;
    private static final int MAX_BUFFER_BYTES = 16 * 1024;
    /** After this many small reads in a row, the connection no longer counts as busy. */
    private static final int SMALL_READS_BEFORE_SHRINK = 64;

    private final Link link;
    private final Executor workers;

    ReadPump(Link link, Executor workers) {
        this.link = link;
        this.workers = workers;
    }

    /** Returns the link of this pump. */
    public Link link() {
        return link;
    }

    /** Dials, and starts reading on another thread. */
    @Override
    public void run() {
        try {
            Connection opened = link.openConnection();
            workers.execute(() -> readUntilEnd(opened));
        } catch (Throwable t) { // the session must learn of any failure
            link.pumpFinished(CloseReasons.ofThrowable(t));
        }
    }

    private void readUntilEnd(Connection from) {
        CloseReason reason;
        try {
            reason = readLoop(from);
        } catch (Throwable t) { // as above
            link.markReading(); // should the report fail too, the heartbeat finds the link
            reason = CloseReasons.ofThrowable(t);
        }
        link.pumpFinished(reason);
    }

    private CloseReason readLoop(Connection from) throws IOException {
        byte[] buffer = new byte[INITIAL_BUFFER_BYTES];
        int small = 0;
        while (true) {
            link.markReading();
            int n = from.read(buffer);
            if (n < 0) return link.reader().end();
            link.bytesReceived(buffer, n);
            CloseReason farewell = link.peerClose();
            if (farewell != null) return farewell;
            // Many connections are idle, so buffers start small. A busy connection gets a larger one while it is busy.
            small = n < INITIAL_BUFFER_BYTES ? small + 1 : 0;
            if (n == buffer.length && n < MAX_BUFFER_BYTES) buffer = Arrays.copyOf(buffer, n * 4);
            else if (small >= SMALL_READS_BEFORE_SHRINK && buffer.length > INITIAL_BUFFER_BYTES)
                buffer = new byte[INITIAL_BUFFER_BYTES];
        }
    }
}
