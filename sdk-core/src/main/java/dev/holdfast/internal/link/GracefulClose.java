package dev.holdfast.internal.link;

import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The release of a link's connection. It happens once, after the pump has finished and the close frame, if any, is
 * written. No thread waits for it. A connection that is not closed 1 s after its close frame was queued is cancelled.
 */
@OnLoop
final class GracefulClose {
    /** The time to write the close frame and to receive the reply before the connection is cancelled. */
    private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final Runnable cancelConnection;
    private final Runnable release;
    private EventLoop.@Nullable Timer timer;
    private boolean pumpFinished;
    private boolean closePending;
    private boolean released;

    GracefulClose(EventLoop loop, Runnable cancelConnection, Runnable release) {
        this.loop = loop;
        this.cancelConnection = cancelConnection;
        this.release = release;
    }

    /** Records that a close frame is about to be written, and starts the close timeout. */
    void closeQueued() {
        loop.assertHere();
        closePending = true;
        timer = loop.schedule(CLOSE_TIMEOUT_NANOS, () -> {
            closePending = false;
            cancelConnection.run();
            releaseIfDone();
        });
    }

    /** Records that the close frame is written. */
    void closeWritten() {
        loop.assertHere();
        closePending = false;
        releaseIfDone();
    }

    /** Records that the pump no longer uses the connection. Idempotent. */
    void pumpFinished() {
        loop.assertHere();
        pumpFinished = true;
        releaseIfDone();
    }

    private void releaseIfDone() {
        if (!pumpFinished || closePending || released) return;
        released = true;
        if (timer != null) timer.cancel();
        release.run();
    }
}
