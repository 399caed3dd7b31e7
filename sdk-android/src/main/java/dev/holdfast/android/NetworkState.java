package dev.holdfast.android;

import android.net.Network;
import android.net.NetworkCapabilities;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the platform says of the network that the app would use. Immutable. */
final class NetworkState {
    /** The internet was reached through it. */
    static final int VALIDATED = 1;
    /** It wants somebody to sign in first. */
    static final int CAPTIVE = 2;

    static final int METERED = 4;
    /** It is not for this app now: Doze, data saver, a firewall. */
    static final int BLOCKED = 8;
    /** The platform has not said what there is. */
    static final int UNKNOWN = 16;

    /** Above these, a bit for each kind of network that carries it: beneath a VPN they may change. */
    private static final int KINDS = 5;

    static final NetworkState NONE = new NetworkState(null, 0);
    static final NetworkState NOT_SAID = new NetworkState(null, UNKNOWN);

    final @Nullable Network network;
    private final int said;

    private NetworkState(@Nullable Network network, int said) {
        this.network = network;
        this.said = said;
    }

    boolean is(int what) {
        return (said & what) != 0;
    }

    /** Of a network that is not this one nothing is known yet, but what is withheld from an app are mostly all. */
    NetworkState on(Network other) {
        return other.equals(network) ? this : new NetworkState(other, said & BLOCKED);
    }

    /** Whether connections that were made before may go nowhere. */
    boolean movedFrom(NetworkState before) {
        if (network == null || before.network == null) return false;
        return !network.equals(before.network) || said >> KINDS != before.said >> KINDS;
    }

    NetworkState lost() {
        return new NetworkState(null, said & BLOCKED);
    }

    boolean says(NetworkState other) {
        return said == other.said && Objects.equals(network, other.network);
    }

    NetworkState with(NetworkCapabilities can) {
        int now = said & BLOCKED;
        if (can.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED)) now |= VALIDATED;
        if (can.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL)) now |= CAPTIVE;
        if (!can.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)) now |= METERED;
        for (int kind = NetworkCapabilities.TRANSPORT_CELLULAR;
                kind <= NetworkCapabilities.TRANSPORT_ETHERNET;
                kind++) {
            if (can.hasTransport(kind)) now |= 1 << (KINDS + kind);
        }
        return new NetworkState(network, now);
    }

    NetworkState blocked(boolean now) {
        return new NetworkState(network, now ? said | BLOCKED : said & ~BLOCKED);
    }
}
