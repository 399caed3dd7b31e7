package dev.holdfast.android;

import android.Manifest;
import android.content.Context;
import android.content.pm.PackageManager;
import dev.holdfast.spi.PlatformControl;
import dev.holdfast.spi.PlatformWatcher;
import java.time.Duration;

/**
 * Follows the network: while there is none, no attempt is made and no timer runs; when there is one again an attempt begins
 * at once, and once more when the internet is reached through it, without resetting the back-off. When another network takes
 * the place of one, also beneath a VPN, connections have 5 s to show that they live, or are replaced. A network that wants
 * somebody to sign in first, or that the system withholds from the app, is none. Set by {@code builder.platformWatcher(…)}; serves
 * any number of clients. Needs the permissions {@code INTERNET} and {@code ACCESS_NETWORK_STATE}.
 */
public final class NetworkWatch implements PlatformWatcher {
    private static final Duration MOVE = Duration.ofSeconds(5);

    private static final String NONE = "There is no network";
    private static final String UNKNOWN = "The network is not known yet";
    private static final String CAPTIVE = "The network wants somebody to sign in";
    private static final String METERED = "The network is metered";
    private static final String BLOCKED = "The system withholds the network";

    private final ControlledClients clients;
    private final NetworkCallbackHub connectivity;
    private final boolean metered;
    private final Duration move;

    private NetworkWatch(NetworkCallbackHub connectivity, boolean metered, Duration move) {
        this.clients = new ControlledClients(connectivity.doors) {
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
        this.metered = metered;
        this.move = move;
    }

    /**
     * Any network will do.
     *
     * @throws IllegalStateException where the app has given the permission {@code ACCESS_NETWORK_STATE} back
     */
    public static NetworkWatch of(Context context) {
        return of(context, MOVE);
    }

    static NetworkWatch of(Context context, Duration move) {
        if (context.checkSelfPermission(Manifest.permission.ACCESS_NETWORK_STATE)
                != PackageManager.PERMISSION_GRANTED) {
            throw new IllegalStateException("The manifest removes ACCESS_NETWORK_STATE");
        }
        return new NetworkWatch(ProcessServices.of(context).connectivity, true, move);
    }

    /** The same for networks that cost nothing by the byte only: a metered one is none. */
    public NetworkWatch withUnmeteredOnly() {
        return new NetworkWatch(connectivity, false, move);
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

    /** On the platform's thread. */
    void changed(NetworkState before) {
        NetworkState now = connectivity.state();
        boolean moved = now.movedFrom(before);
        boolean reached = now.is(NetworkState.VALIDATED) && !before.is(NetworkState.VALIDATED);
        for (PlatformControl client : clients) {
            settle(client);
            if (moved) client.verifyConnections(move);
            else if (reached) client.retryNow();
        }
    }

    /** The state may change while it is applied, by another thread: the last word counts. */
    private void settle(PlatformControl client) {
        NetworkState now;
        do {
            now = connectivity.state();
            // Holds first: a release of the last one dials.
            set(client, now, true);
            set(client, now, false);
        } while (now != connectivity.state());
    }

    private void set(PlatformControl client, NetworkState now, boolean held) {
        boolean unknown = now.is(NetworkState.UNKNOWN);
        set(client, unknown, held, UNKNOWN);
        set(client, now.network == null && !unknown, held, NONE);
        set(client, now.is(NetworkState.CAPTIVE), held, CAPTIVE);
        set(client, now.is(NetworkState.BLOCKED), held, BLOCKED);
        // Where any network will do it is not this watch's word: another one may watch the same client.
        if (!metered) set(client, now.is(NetworkState.METERED), held, METERED);
    }

    private static void set(PlatformControl client, boolean is, boolean held, String why) {
        if (is != held) return;
        if (held) client.addPauseReason(why);
        else client.removePauseReason(why);
    }
}
