package dev.holdfast.android;

import android.net.Network;
import android.net.NetworkCapabilities;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The platform's report on the app's default network. Immutable. */
final class NetworkState {
    /** The internet was reached through the network. */
    static final int VALIDATED = 1;
    /** The network is a captive portal, which requires a sign-in. */
    static final int CAPTIVE = 2;

    static final int METERED = 4;
    /** The system blocks the app's access to the network: Doze, data saver, a firewall. */
    static final int BLOCKED = 8;
    /** The platform has not reported a network yet. */
    static final int UNKNOWN = 16;

    /** The higher bits, from this one on, are the transports that carry the network. Beneath a VPN they may change. */
    private static final int TRANSPORT_SHIFT = 5;

    static final NetworkState NONE = new NetworkState(null, 0);
    static final NetworkState NOT_SAID = new NetworkState(null, UNKNOWN);

    final @Nullable Network network;
    private final int flags;

    private NetworkState(@Nullable Network network, int flags) {
        this.network = network;
        this.flags = flags;
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * Returns the state for a network. For another network nothing is known yet, except that a block usually applies to
     * all networks of an app.
     */
    NetworkState on(Network other) {
        return other.equals(network) ? this : new NetworkState(other, flags & BLOCKED);
    }

    /** Returns whether connections made in the previous state may be dead. */
    boolean movedFrom(NetworkState before) {
        if (network == null || before.network == null) return false;
        return !network.equals(before.network) || flags >> TRANSPORT_SHIFT != before.flags >> TRANSPORT_SHIFT;
    }

    NetworkState lost() {
        return new NetworkState(null, flags & BLOCKED);
    }

    boolean says(NetworkState other) {
        return flags == other.flags && Objects.equals(network, other.network);
    }

    NetworkState with(NetworkCapabilities capabilities) {
        int updated = flags & BLOCKED;
        if (capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED)) updated |= VALIDATED;
        if (capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL)) updated |= CAPTIVE;
        if (!capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)) updated |= METERED;
        for (int transport = NetworkCapabilities.TRANSPORT_CELLULAR;
                transport <= NetworkCapabilities.TRANSPORT_ETHERNET;
                transport++) {
            if (capabilities.hasTransport(transport)) updated |= 1 << (TRANSPORT_SHIFT + transport);
        }
        return new NetworkState(network, updated);
    }

    NetworkState blocked(boolean blocked) {
        return new NetworkState(network, blocked ? flags | BLOCKED : flags & ~BLOCKED);
    }
}
