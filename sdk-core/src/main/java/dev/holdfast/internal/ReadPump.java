package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Connection;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * Dials one link and reads its socket: the only place that does, and that waits for it. It reads on another thread than
 * it dialled on: dialling goes deep, and a virtual thread keeps the stack of its deepest wait for as long as it lives.
 */
final class ReadPump implements Runnable {
    private static final int FIRST = 1024;
    private static final int MOST = 16 * 1024;
    /** So many small reads in a row and the connection is no longer a busy one. */
    private static final int CALM = 64;

    private final Link link;
    private final Executor workers;

    ReadPump(Link link, Executor workers) {
        this.link = link;
        this.workers = workers;
    }

    /** The link that it reads for. */
    Link link() {
        return link;
    }

    /** Dials, and goes on elsewhere. */
    @Override
    public void run() {
        try {
            Connection opened = link.open();
            workers.execute(() -> read(opened));
        } catch (Throwable t) { // whatever it is, the session must hear of it
            link.leave(Failures.reason(t));
        }
    }

    private void read(Connection from) {
        CloseReason reason;
        try {
            reason = pump(from);
        } catch (Throwable t) { // as above
            reason = Failures.reason(t);
        }
        link.leave(reason);
    }

    private CloseReason pump(Connection from) throws IOException {
        byte[] buffer = new byte[FIRST];
        int small = 0;
        while (true) {
            link.aboutToRead();
            int n = from.read(buffer);
            if (n < 0) return link.reader().end();
            link.received(buffer, n);
            CloseReason farewell = link.farewell();
            if (farewell != null) return farewell;
            // Idle connections are many and their buffers small; busy ones earn a larger one for as long as they are.
            small = n < FIRST ? small + 1 : 0;
            if (n == buffer.length && n < MOST) buffer = Arrays.copyOf(buffer, n * 4);
            else if (small >= CALM && buffer.length > FIRST) buffer = new byte[FIRST];
        }
    }
}
