package dev.holdfast.android;

import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The main thread as an executor: tasks in order, however many in one message to the looper. A burst gives the thread back
 * every few milliseconds, so that frames are drawn and touches answered in between.
 */
public final class MainThread implements Executor {
    /** A part of a frame at 120 Hz. */
    private static final long SLICE_MILLIS = 4;

    private final Handler handler = new Handler(Looper.getMainLooper());
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean posted = new AtomicBoolean();

    private MainThread() {}

    /** For {@link dev.holdfast.Delivery#on}. One is enough for a client, and serves any number of them. */
    public static Executor executor() {
        return new MainThread();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        post();
    }

    private void post() {
        if (posted.compareAndSet(false, true)) handler.post(this::run);
    }

    private void run() {
        posted.set(false);
        long until = SystemClock.uptimeMillis() + SLICE_MILLIS;
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                if (SystemClock.uptimeMillis() >= until) break;
            }
        } finally {
            if (!tasks.isEmpty()) post(); // also behind one that threw
        }
    }
}
