package dev.holdfast.android;

import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An executor that runs tasks on the main thread, in order. It posts one message to the looper for many tasks. During a
 * burst it returns the thread to the looper every few milliseconds, so that frames are drawn and touches are handled in
 * between.
 */
public final class MainThread implements Executor {
    /** About half a frame at 120 Hz. */
    private static final long SLICE_MILLIS = 4;

    private final Handler handler = new Handler(Looper.getMainLooper());
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean posted = new AtomicBoolean();

    private MainThread() {}

    /** Returns a new executor for {@link dev.holdfast.Delivery#on}. One executor can serve any number of clients. */
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
            if (!tasks.isEmpty()) post(); // also after a task that threw
        }
    }
}
