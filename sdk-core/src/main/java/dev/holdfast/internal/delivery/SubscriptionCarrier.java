package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.OnLoop;

/** Carries a subscription on the wire: its session, as the data path knows it. */
@OnLoop
public interface SubscriptionCarrier {
    /** Takes a subscription out, and off the wire. */
    void removeSubscription(RealSubscription subscription);
}
