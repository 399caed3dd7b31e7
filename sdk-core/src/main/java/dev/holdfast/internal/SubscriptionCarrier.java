package dev.holdfast.internal;

/** Carries a subscription on the wire: its session, as the data path knows it. On the loop. */
interface SubscriptionCarrier {
    /** Takes a subscription out, and off the wire. */
    void remove(RealSubscription subscription);
}
