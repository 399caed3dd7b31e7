package dev.holdfast.internal.link;

import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a link gives back its connection: once, when the pump has left it and the goodbye, if one was to be said, is
 * written. Nobody waits for that, and it does not take longer than its time.
 */
@OnLoop
final class GracefulClose {
    /** How long a goodbye may take to be written and answered before the connection is cut. */
    private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final Runnable cancelConnection;
    private final Runnable release;
    private EventLoop.@Nullable Timer timer;
    private boolean pumpFinished;
    private boolean closePending;
    private boolean released;

    GracefulClose(EventLoop loop, Runnable cut, Runnable release) {
        this.loop = loop;
        this.cancelConnection = cut;
        this.release = release;
    }

    /** A goodbye is about to be written; the peer may answer it for a while. */
    void closeQueued() {
        loop.assertHere();
        closePending = true;
        timer = loop.schedule(CLOSE_TIMEOUT_NANOS, () -> {
            closePending = false;
            cancelConnection.run();
            releaseIfDone();
        });
    }

    /** The goodbye is written. */
    void closeWritten() {
        loop.assertHere();
        closePending = false;
        releaseIfDone();
    }

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
