package dev.holdfast.android;

import android.content.Context;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.NetworkCapabilities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one network callback of a process, however many clients: the platform refuses more than about a hundred. It is there
 * while somebody watches. What the platform says comes on a thread of the platform, one word after another, and is passed on
 * without a lock.
 */
final class NetworkCallbackHub extends ConnectivityManager.NetworkCallback {
    private final ConnectivityManager manager;
    private final List<NetworkWatch> watches = new CopyOnWriteArrayList<>();
    /** Of who comes and goes. The callbacks never take it. */
    final ReentrantLock doors = new ReentrantLock();

    private volatile NetworkState state = NetworkState.NONE;

    NetworkCallbackHub(Context context) {
        manager = context.getSystemService(ConnectivityManager.class);
    }

    /** Under {@link #doors}. */
    void add(NetworkWatch watch) {
        if (watches.isEmpty()) {
            // What there is, is told soon; where there is nothing, nothing is.
            state = manager.getActiveNetwork() == null ? NetworkState.NONE : NetworkState.NOT_SAID;
            manager.registerDefaultNetworkCallback(this);
        }
        watches.add(watch);
    }

    /** Under {@link #doors}. */
    void remove(NetworkWatch watch) {
        if (watches.remove(watch) && watches.isEmpty()) manager.unregisterNetworkCallback(this);
    }

    NetworkState state() {
        return state;
    }

    /** Also the word of a network that is new: from API 26 on it follows its {@code onAvailable} at once. */
    @Override
    public void onCapabilitiesChanged(Network network, NetworkCapabilities capabilities) {
        become(state.on(network).with(capabilities));
    }

    /** From API 29 on. */
    @Override
    public void onBlockedStatusChanged(Network network, boolean blocked) {
        become(state.on(network).blocked(blocked));
    }

    @Override
    public void onLost(Network network) {
        // Another one may have taken its place already.
        if (network.equals(state.network)) become(state.lost());
    }

    private void become(NetworkState now) {
        NetworkState before = state;
        // Every change of the signal's strength is told as well.
        if (now.says(before)) return;
        state = now;
        for (NetworkWatch watch : watches) watch.changed(before);
    }
}
