package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.spi.Connection;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * Dials one link and reads its socket: the only place that does, and that waits for it. It reads on another thread than
 * it dialled on: dialling goes deep, and a virtual thread keeps the stack of its deepest wait for as long as it lives.
 */
public final class ReadPump implements Runnable {
    private static final int INITIAL_BUFFER_BYTES = 1024;
    private static final int MAX_BUFFER_BYTES = 16 * 1024;
    /** So many small reads in a row and the connection is no longer a busy one. */
    private static final int SMALL_READS_BEFORE_SHRINK = 64;

    private final Link link;
    private final Executor workers;

    ReadPump(Link link, Executor workers) {
        this.link = link;
        this.workers = workers;
    }

    /** The link that it reads for. */
    public Link link() {
        return link;
    }

    /** Dials, and goes on elsewhere. */
    @Override
    public void run() {
        try {
            Connection opened = link.openConnection();
            workers.execute(() -> readUntilEnd(opened));
        } catch (Throwable t) { // whatever it is, the session must hear of it
            link.pumpFinished(CloseReasons.ofThrowable(t));
        }
    }

    private void readUntilEnd(Connection from) {
        CloseReason reason;
        try {
            reason = readLoop(from);
        } catch (Throwable t) { // as above
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
            // Idle connections are many and their buffers small; busy ones earn a larger one for as long as they are.
            small = n < INITIAL_BUFFER_BYTES ? small + 1 : 0;
            if (n == buffer.length && n < MAX_BUFFER_BYTES) buffer = Arrays.copyOf(buffer, n * 4);
            else if (small >= SMALL_READS_BEFORE_SHRINK && buffer.length > INITIAL_BUFFER_BYTES)
                buffer = new byte[INITIAL_BUFFER_BYTES];
        }
    }
}
