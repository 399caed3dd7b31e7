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

/**
 * Has connections looked at after the device has slept, when the peer may long have forgotten them: each has 5 s to show
 * that it lives, or is replaced. It looks when the screen goes on, when Doze ends, and when the app is shown or the network
 * changes; it keeps no wake lock and wakes nothing. Timers count the time the device is awake, so that none is overdue after
 * a sleep. Set by {@code builder.platformWatcher(…)}; serves any number of clients.
 */
public final class SleepWatch implements PlatformWatcher {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** Shorter naps break nothing. */
    private static final long NAP_MILLIS = 10_000;

    private final Clients clients = new Clients();
    private final BroadcastReceiver receiver = new BroadcastReceiver() {
        @Override
        public void onReceive(Context from, Intent intent) {
            look();
        }
    };
    private final Context context;
    private final ActivityTracker foreground;
    /** How long the device had slept since it was switched on, when it was last asked. */
    private final AtomicLong slept = new AtomicLong(sleptMillis());

    private SleepWatch(Context context, ActivityTracker foreground) {
        this.context = context;
        this.foreground = foreground;
    }

    /** Any thread. */
    public static SleepWatch of(Context context) {
        return new SleepWatch(PrivateCursors.application(context), ProcessServices.of(context).foreground);
    }

    private static long sleptMillis() {
        return SystemClock.elapsedRealtime() - SystemClock.uptimeMillis();
    }

    /** Whether the device has slept since this was last asked. */
    private void look() {
        long now = sleptMillis();
        if (now - slept.getAndSet(now) < NAP_MILLIS) return;
        for (PlatformControl client : clients) client.verifyConnections(ANSWER);
    }

    @Override
    public void onStarted(PlatformControl client) {
        clients.add(client);
    }

    @Override
    public void onClosed(PlatformControl client) {
        clients.remove(client);
    }

    /** A network that came back may be the first sign of the device's waking. */
    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        look();
    }

    private final class Clients extends ControlledClients implements ActivityTracker.Listener {
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
        public void shown() {
            look();
        }

        @Override
        public void hidden() {}
    }
}
