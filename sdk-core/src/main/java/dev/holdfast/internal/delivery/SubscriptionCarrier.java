package dev.holdfast.internal.delivery;

/** Carries a subscription on the wire: its session, as the data path knows it. On the loop. */
public interface SubscriptionCarrier {
    /** Takes a subscription out, and off the wire. */
    void removeSubscription(RealSubscription subscription);
}
