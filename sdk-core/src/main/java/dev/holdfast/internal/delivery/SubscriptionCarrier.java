package dev.holdfast.internal.delivery;

/** A session that carries a subscription on the wire, as seen by the data path. Called on the event loop. */
public interface SubscriptionCarrier<S> {
    /** Removes a subscription and unsubscribes it on the wire. */
    void removeSubscription(S subscription);
}
