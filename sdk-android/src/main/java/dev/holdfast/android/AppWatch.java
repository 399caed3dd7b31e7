package dev.holdfast.android;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import dev.holdfast.Monitor;
import dev.holdfast.RealtimeClient;
import dev.holdfast.spi.Steered;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Follows the app into the background and back, as {@link Background} says. A client that was paused resumes from its
 * positions, so that what the server still has is not missed. Set by {@code builder.monitor(…)}; serves any number of
 * clients.
 */
public final class AppWatch implements Monitor {
    private static final String HIDDEN = "The app is in the background";

    private final Clients clients = new Clients();
    private final Foreground foreground;
    private final Background background;
    /** Whether clients are held; those that come meanwhile too. Changed on the main thread. */
    private volatile boolean left;

    private AppWatch(Foreground foreground, Background background) {
        this.foreground = foreground;
        this.background = background;
    }

    /** Any thread. */
    public static AppWatch of(Context context, Background background) {
        return new AppWatch(Parts.of(context).foreground, background);
    }

    @Override
    public void onStarted(RealtimeClient client) {
        Steered steered = clients.add(client);
        boolean now;
        do { // the main thread may change it in between
            now = left;
            if (now && !background.closes) steered.hold(HIDDEN);
            else steered.release(HIDDEN);
        } while (now != left);
    }

    @Override
    public void onClosed(RealtimeClient client) {
        clients.remove(client);
    }

    private final class Clients extends Watched implements Foreground.Listener, Runnable {
        private final Handler handler = new Handler(Looper.getMainLooper());
        /** Whether the app was shown since the clients were left. On the main thread. */
        private boolean seen;

        Clients() {
            super(new ReentrantLock());
        }

        @Override
        void begin() {
            foreground.add(this);
        }

        @Override
        void end() {
            foreground.remove(this);
            handler.removeCallbacks(this);
            left = false; // nobody hears of the app from here on
        }

        @Override
        public void shown() {
            handler.removeCallbacks(this);
            left = false;
            seen = true;
            for (Steered client : this) client.release(HIDDEN);
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
            for (Steered client : this) {
                if (background.closes) ((RealtimeClient) client).close();
                else client.hold(HIDDEN);
            }
        }
    }
}
