package dev.holdfast.android;

import android.content.Context;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.NetworkCapabilities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one network callback of a process, for all clients: the platform allows an app about a hundred. It is registered
 * while at least one watcher has clients. The platform calls it on one of its threads, one call at a time; changes are
 * passed on without a lock.
 */
final class NetworkCallbackHub extends ConnectivityManager.NetworkCallback {
    private final ConnectivityManager manager;
    private final List<NetworkWatch> watches = new CopyOnWriteArrayList<>();
    /** Serializes additions and removals of watchers. The callbacks never take it. */
    final ReentrantLock membershipLock = new ReentrantLock();

    private volatile NetworkState state = NetworkState.NONE;

    NetworkCallbackHub(Context context) {
        manager = context.getSystemService(ConnectivityManager.class);
    }

    /** Adds a watcher. Requires {@link #membershipLock}. */
    void add(NetworkWatch watch) {
        if (watches.isEmpty()) {
            // The platform soon reports an active network, but never reports that there is no network.
            state = manager.getActiveNetwork() == null ? NetworkState.NONE : NetworkState.NOT_SAID;
            manager.registerDefaultNetworkCallback(this);
        }
        watches.add(watch);
    }

    /** Removes a watcher. Requires {@link #membershipLock}. */
    void remove(NetworkWatch watch) {
        if (watches.remove(watch) && watches.isEmpty()) manager.unregisterNetworkCallback(this);
    }

    NetworkState state() {
        return state;
    }

    /** Also reports a new network: from API 26 on, it directly follows {@code onAvailable}. */
    @Override
    public void onCapabilitiesChanged(Network network, NetworkCapabilities capabilities) {
        become(state.on(network).with(capabilities));
    }

    /** Called from API 29 on. */
    @Override
    public void onBlockedStatusChanged(Network network, boolean blocked) {
        become(state.on(network).blocked(blocked));
    }

    @Override
    public void onLost(Network network) {
        // Another network may have replaced it already.
        if (network.equals(state.network)) become(state.lost());
    }

    private void become(NetworkState now) {
        NetworkState before = state;
        // The platform also reports every change of the signal strength.
        if (now.says(before)) return;
        state = now;
        for (NetworkWatch watch : watches) watch.changed(before);
    }
}
