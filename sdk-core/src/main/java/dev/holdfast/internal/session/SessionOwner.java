package dev.holdfast.internal.session;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.runtime.OnLoop;

/** The client of a session, as the session sees it. */
@OnLoop
public interface SessionOwner {
    /** Reports a phase change. */
    void connectionChanged(ConnectionEvent event);

    /** Reports a subscription that the session has ended. */
    void subscriptionEnded(RealSubscription subscription);

    /** Reports that a link released its connection or that a subscription was removed. The session may now be done. */
    void sessionMayBeDone(Session session);
}
