package dev.holdfast.internal.session;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.runtime.OnLoop;

/** What a session tells its client. */
@OnLoop
public interface SessionOwner {
    /** The phase changed. */
    void connectionChanged(ConnectionEvent event);

    /** A subscription is over for a reason of the session's. */
    void subscriptionEnded(RealSubscription subscription);

    /** A link has given back all it held, or a subscription was removed: the session may have nothing left. */
    void sessionMayBeDone(Session session);
}
