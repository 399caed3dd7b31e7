package dev.holdfast.android;

import android.net.Network;
import android.net.NetworkCapabilities;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the platform says of the network that the app would use. Immutable. */
final class NetworkState {
    static final NetworkState NONE = new NetworkState(null, false, false, false, false);

    final @Nullable Network network;
    /** The internet was reached through it. */
    final boolean validated;
    /** It wants somebody to sign in first. */
    final boolean captive;

    final boolean metered;
    /** It is not for this app now: Doze, data saver, a firewall. */
    final boolean blocked;

    private NetworkState(
            @Nullable Network network, boolean validated, boolean captive, boolean metered, boolean blocked) {
        this.network = network;
        this.validated = validated;
        this.captive = captive;
        this.metered = metered;
        this.blocked = blocked;
    }

    /** Of a network that is not this one nothing is known yet, but what is withheld from an app are mostly all. */
    NetworkState on(Network other) {
        return other.equals(network) ? this : new NetworkState(other, false, false, false, blocked);
    }

    NetworkState lost() {
        return new NetworkState(null, false, false, false, blocked);
    }

    boolean says(NetworkState other) {
        return Objects.equals(network, other.network)
                && validated == other.validated
                && captive == other.captive
                && metered == other.metered
                && blocked == other.blocked;
    }

    NetworkState with(NetworkCapabilities can) {
        return new NetworkState(
                network,
                can.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED),
                can.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL),
                !can.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED),
                blocked);
    }

    NetworkState blocked(boolean now) {
        return new NetworkState(network, validated, captive, metered, now);
    }
}
