package dev.holdfast.internal;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a link gives back its connection: once, when the pump has left it and the goodbye, if one was to be said, is
 * written. Nobody waits for that, and it does not take longer than its time. On the loop.
 */
final class Parting {
    /** How long a goodbye may take to be written and answered before the connection is cut. */
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Loop loop;
    private final Runnable cut;
    private final Runnable release;
    private Loop.@Nullable Timer timer;
    private boolean pumpLeft;
    private boolean unsaid;
    private boolean released;

    Parting(Loop loop, Runnable cut, Runnable release) {
        this.loop = loop;
        this.cut = cut;
        this.release = release;
    }

    /** A goodbye is about to be written; the peer may answer it for a while. */
    void goodbye() {
        unsaid = true;
        timer = loop.schedule(GOODBYE_NANOS, () -> {
            unsaid = false;
            cut.run();
            settle();
        });
    }

    /** The goodbye is written. */
    void said() {
        unsaid = false;
        settle();
    }

    void pumpLeft() {
        pumpLeft = true;
        settle();
    }

    private void settle() {
        if (!pumpLeft || unsaid || released) return;
        released = true;
        if (timer != null) timer.cancel();
        release.run();
    }
}
