package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.OnLoop;

/** A session that carries a subscription on the wire, as seen by the data path. */
@OnLoop
public interface SubscriptionCarrier<S> {
    /** Removes a subscription and unsubscribes it on the wire. */
    void removeSubscription(S subscription);
}
