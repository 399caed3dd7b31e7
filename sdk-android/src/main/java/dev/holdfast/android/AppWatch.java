package dev.holdfast.android;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import dev.holdfast.spi.PlatformControl;
import dev.holdfast.spi.PlatformWatcher;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A platform watcher that pauses or closes clients while the app is in the background, as {@link BackgroundPolicy}
 * configures. A paused client resumes from its cursors when the app returns, so that it receives the messages that the
 * server still has. Add it with {@code builder.platformWatcher(…)}. Safe for use by multiple threads; serves any number
 * of clients.
 */
public final class AppWatch implements PlatformWatcher {
    private static final String HIDDEN = "The app is in the background";

    private final Clients clients = new Clients();
    private final ActivityTracker foreground;
    private final BackgroundPolicy background;
    /**
     * True once the time in the background is over. Clients built while it is true are paused too. Changed on the main
     * thread.
     */
    private volatile boolean inBackground;

    private AppWatch(ActivityTracker foreground, BackgroundPolicy background) {
        this.foreground = foreground;
        this.background = background;
    }

    /**
     * Returns a watcher for the app of a context. Any thread; no I/O.
     *
     * @throws IllegalStateException when the app has no {@code Application} yet, as in {@code attachBaseContext}
     */
    public static AppWatch of(Context context, BackgroundPolicy background) {
        return new AppWatch(ProcessServices.of(context).foreground, background);
    }

    @Override
    public void onStarted(PlatformControl client) {
        clients.add(client);
        boolean now;
        do { // repeats if the main thread has changed it in between
            now = inBackground;
            if (now && !background.closes) client.addPauseReason(HIDDEN);
            else client.removePauseReason(HIDDEN);
        } while (now != inBackground);
    }

    @Override
    public void onClosed(PlatformControl client) {
        clients.remove(client);
    }

    private final class Clients extends ControlledClients implements Consumer<Boolean>, Runnable {
        private final Handler handler = new Handler(Looper.getMainLooper());
        /** True if the app was visible since clients were last paused or closed. On the main thread. */
        private boolean wasVisible;

        Clients() {
            super(new ReentrantLock());
        }

        @Override
        void firstAdded() {
            foreground.add(this);
        }

        @Override
        void lastRemoved() {
            foreground.remove(this);
            handler.removeCallbacks(this);
            inBackground = false; // changes of the visibility are not received from here on
        }

        /** Handles a change of the visibility. On the main thread. */
        @Override
        public void accept(Boolean visible) {
            handler.removeCallbacks(this);
            if (visible) {
                inBackground = false;
                wasVisible = true;
                for (PlatformControl client : this) client.removePauseReason(HIDDEN);
            } else if (background.after != null && (wasVisible || !background.closes)) {
                // A client built before the first activity is not closed until the app was visible once.
                handler.postDelayed(this, background.after.toMillis());
            }
        }

        /** Pauses or closes the clients when the time in the background is over. */
        @Override
        public void run() {
            inBackground = true;
            wasVisible = false;
            for (PlatformControl client : this) {
                if (background.closes) client.close();
                else client.addPauseReason(HIDDEN);
            }
        }
    }
}
