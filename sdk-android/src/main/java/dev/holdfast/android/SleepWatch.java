package dev.holdfast.android;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.PowerManager;
import android.os.SystemClock;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.spi.PlatformControl;
import dev.holdfast.spi.PlatformWatcher;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A platform watcher that checks connections after the device has slept for 10 s or more, since the peer may have
 * dropped them. Each connection has 5 s to show that it is alive, or is replaced. The watcher looks for a past sleep
 * when the screen turns on, when Doze ends, when the app becomes visible and when a connection changes its state. It
 * holds no wake lock and wakes nothing. Timers count only the time in which the device is awake, so that none is
 * overdue after a sleep.
 *
 * <p>Add it with {@code builder.platformWatcher(…)}. Safe for use by multiple threads; serves any number of clients.
 */
public final class SleepWatch implements PlatformWatcher {
    private static final Duration VERIFY_TIMEOUT = Duration.ofSeconds(5);
    /** Shorter sleeps do not break connections. */
    private static final long MIN_SLEEP_MILLIS = 10_000;

    private final Clients clients = new Clients();
    private final BroadcastReceiver receiver = new BroadcastReceiver() {
        @Override
        public void onReceive(Context source, Intent intent) {
            look();
        }
    };
    private final Context context;
    private final ActivityTracker foreground;
    /** The total time for which the device had slept since it was switched on, at the last check. */
    private final AtomicLong lastSleptMillis = new AtomicLong(sleptMillis());

    private SleepWatch(Context context, ActivityTracker foreground) {
        this.context = context;
        this.foreground = foreground;
    }

    /**
     * Returns a watcher for the app of a context. Any thread; no I/O.
     *
     * @throws IllegalStateException when the app has no {@code Application} yet, as in {@code attachBaseContext}
     */
    public static SleepWatch of(Context context) {
        return new SleepWatch(PrivateCursors.application(context), ProcessServices.of(context).foreground);
    }

    private static long sleptMillis() {
        return SystemClock.elapsedRealtime() - SystemClock.uptimeMillis();
    }

    /** Checks all connections if the device has slept since the last call. */
    private void look() {
        long now = sleptMillis();
        if (now - lastSleptMillis.getAndSet(now) < MIN_SLEEP_MILLIS) return;
        for (PlatformControl client : clients) client.verifyConnections(VERIFY_TIMEOUT);
    }

    @Override
    public void onStarted(PlatformControl client) {
        clients.add(client);
    }

    @Override
    public void onClosed(PlatformControl client) {
        clients.remove(client);
    }

    /** Checks for a past sleep: a returning network may be the first sign that the device is awake. */
    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        look();
    }

    private final class Clients extends ControlledClients implements Consumer<Boolean> {
        Clients() {
            super(new ReentrantLock());
        }

        @Override
        void firstAdded() {
            IntentFilter filter = new IntentFilter(Intent.ACTION_SCREEN_ON);
            filter.addAction(PowerManager.ACTION_DEVICE_IDLE_MODE_CHANGED);
            context.registerReceiver(receiver, filter);
            foreground.add(this);
        }

        @Override
        void lastRemoved() {
            context.unregisterReceiver(receiver);
            foreground.remove(this);
        }

        @Override
        public void accept(Boolean visible) {
            if (visible) look();
        }
    }
}
