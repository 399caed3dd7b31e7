package dev.holdfast.android;

import android.Manifest;
import android.content.Context;
import android.content.pm.PackageManager;
import dev.holdfast.spi.PlatformControl;
import dev.holdfast.spi.PlatformWatcher;
import java.time.Duration;

/**
 * A platform watcher that pauses clients while the device has no network. While paused, a client makes no attempt and
 * runs no timer. When a network is available again, the client makes an attempt at once, and another once the internet
 * is reached through it; the back-off is not reset. When the network changes, also beneath a VPN, each connection has 5
 * s to show that it is alive, or is replaced. Captive portals and networks that the system blocks for the app are
 * treated as no network.
 *
 * <p>Add it with {@code builder.platformWatcher(…)}. Safe for use by multiple threads; serves any number of clients.
 * Requires the permissions {@code INTERNET} and {@code ACCESS_NETWORK_STATE}.
 */
public final class NetworkWatch implements PlatformWatcher {
    private static final Duration MOVE_TIMEOUT = Duration.ofSeconds(5);

    private static final String NONE = "No network available";
    private static final String UNKNOWN = "The network is not known yet";
    private static final String CAPTIVE = "Captive portal: the network requires a sign-in";
    private static final String METERED = "The network is metered";
    private static final String BLOCKED = "The system blocks network access";

    private final ControlledClients clients;
    private final NetworkCallbackHub connectivity;
    private final boolean meteredAllowed;
    private final Duration moveTimeout;

    private NetworkWatch(NetworkCallbackHub connectivity, boolean meteredAllowed, Duration moveTimeout) {
        this.clients = new ControlledClients(connectivity.membershipLock) {
            @Override
            void firstAdded() {
                connectivity.add(NetworkWatch.this);
            }

            @Override
            void lastRemoved() {
                connectivity.remove(NetworkWatch.this);
            }
        };
        this.connectivity = connectivity;
        this.meteredAllowed = meteredAllowed;
        this.moveTimeout = moveTimeout;
    }

    /**
     * Returns a watcher that accepts any network. Any thread; no I/O.
     *
     * @throws IllegalStateException when the merged manifest lacks the permission {@code ACCESS_NETWORK_STATE}, or the
     *     app has no {@code Application} yet
     */
    public static NetworkWatch of(Context context) {
        return of(context, MOVE_TIMEOUT);
    }

    static NetworkWatch of(Context context, Duration moveTimeout) {
        if (context.checkSelfPermission(Manifest.permission.ACCESS_NETWORK_STATE)
                != PackageManager.PERMISSION_GRANTED) {
            throw new IllegalStateException("ACCESS_NETWORK_STATE is missing: keep it in the manifest");
        }
        return new NetworkWatch(ProcessServices.of(context).connectivity, true, moveTimeout);
    }

    /** Returns a copy that treats metered networks as no network. */
    public NetworkWatch withUnmeteredOnly() {
        return new NetworkWatch(connectivity, false, moveTimeout);
    }

    @Override
    public void onStarted(PlatformControl client) {
        clients.add(client);
        settle(client);
    }

    @Override
    public void onClosed(PlatformControl client) {
        clients.remove(client);
    }

    /** Applies a change to all clients. Called on the platform's thread. */
    void changed(NetworkState before) {
        NetworkState now = connectivity.state();
        boolean moved = now.movedFrom(before);
        boolean reached = now.is(NetworkState.VALIDATED) && !before.is(NetworkState.VALIDATED);
        for (PlatformControl client : clients) {
            settle(client);
            if (moved) client.verifyConnections(moveTimeout);
            else if (reached) client.retryNow();
        }
    }

    /** Applies the current state to a client, and repeats if another thread has changed the state in between. */
    private void settle(PlatformControl client) {
        NetworkState now;
        do {
            now = connectivity.state();
            // Add reasons first: removing the last one dials.
            set(client, now, true);
            set(client, now, false);
        } while (now != connectivity.state());
    }

    private void set(PlatformControl client, NetworkState now, boolean adding) {
        boolean unknown = now.is(NetworkState.UNKNOWN);
        set(client, unknown, adding, UNKNOWN);
        set(client, now.network == null && !unknown, adding, NONE);
        set(client, now.is(NetworkState.CAPTIVE), adding, CAPTIVE);
        set(client, now.is(NetworkState.BLOCKED), adding, BLOCKED);
        // Only if this watcher decides on metered networks: another one of the same client may use this reason.
        if (!meteredAllowed) set(client, now.is(NetworkState.METERED), adding, METERED);
    }

    private static void set(PlatformControl client, boolean applies, boolean adding, String reason) {
        if (applies != adding) return;
        if (adding) client.addPauseReason(reason);
        else client.removePauseReason(reason);
    }
}
