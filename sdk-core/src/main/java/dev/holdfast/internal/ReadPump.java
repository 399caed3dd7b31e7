package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Connection;
import java.io.IOException;
import java.util.Arrays;

/** Reads one link's socket: the only place that does, and that waits for it. */
final class ReadPump implements Runnable {
    private static final int FIRST = 1024;
    private static final int MOST = 16 * 1024;

    private final Link link;

    ReadPump(Link link) {
        this.link = link;
    }

    @Override
    public void run() {
        CloseReason reason;
        try {
            reason = pump(link.open());
        } catch (Throwable t) { // whatever it is, the session must hear of it
            reason = Failures.reason(t);
        }
        link.leave(reason);
    }

    private CloseReason pump(Connection from) throws IOException {
        byte[] buffer = new byte[FIRST];
        while (true) {
            link.aboutToRead();
            int n = from.read(buffer);
            if (n < 0) return link.reader().end();
            link.received(buffer, n);
            CloseReason farewell = link.farewell();
            if (farewell != null) return farewell;
            // Idle connections are many and their buffers small; busy ones earn a larger one.
            if (n == buffer.length && n < MOST) buffer = Arrays.copyOf(buffer, n * 4);
        }
    }
}
