package dev.holdfast.android;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import dev.holdfast.spi.PlatformControl;
import dev.holdfast.spi.PlatformWatcher;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Follows the app into the background and back, as {@link BackgroundPolicy} says. A client that was paused resumes from its
 * positions, so that what the server still has is not missed. Set by {@code builder.platformWatcher(…)}; serves any number of
 * clients.
 */
public final class AppWatch implements PlatformWatcher {
    private static final String HIDDEN = "The app is in the background";

    private final Clients clients = new Clients();
    private final ActivityTracker foreground;
    private final BackgroundPolicy background;
    /** Whether clients are held; those that come meanwhile too. Changed on the main thread. */
    private volatile boolean left;

    private AppWatch(ActivityTracker foreground, BackgroundPolicy background) {
        this.foreground = foreground;
        this.background = background;
    }

    /** Any thread. */
    public static AppWatch of(Context context, BackgroundPolicy background) {
        return new AppWatch(ProcessServices.of(context).foreground, background);
    }

    @Override
    public void onStarted(PlatformControl client) {
        clients.add(client);
        boolean now;
        do { // the main thread may change it in between
            now = left;
            if (now && !background.closes) client.addPauseReason(HIDDEN);
            else client.removePauseReason(HIDDEN);
        } while (now != left);
    }

    @Override
    public void onClosed(PlatformControl client) {
        clients.remove(client);
    }

    private final class Clients extends ControlledClients implements ActivityTracker.Listener, Runnable {
        private final Handler handler = new Handler(Looper.getMainLooper());
        /** Whether the app was shown since the clients were left. On the main thread. */
        private boolean seen;

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
            left = false; // nobody hears of the app from here on
        }

        @Override
        public void shown() {
            handler.removeCallbacks(this);
            left = false;
            seen = true;
            for (PlatformControl client : this) client.removePauseReason(HIDDEN);
        }

        @Override
        public void hidden() {
            handler.removeCallbacks(this);
            // One that came before the first activity is not closed before its time.
            if (background.after != null && (seen || !background.closes))
                handler.postDelayed(this, background.after.toMillis());
        }

        /** The time in the background is over. */
        @Override
        public void run() {
            left = true;
            seen = false;
            for (PlatformControl client : this) {
                if (background.closes) client.close();
                else client.addPauseReason(HIDDEN);
            }
        }
    }
}
