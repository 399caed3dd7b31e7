package dev.holdfast.internal;

import dev.holdfast.ConnectionEvent;

/** What a session tells its client, on the loop. */
interface SessionOwner {
    /** The phase changed. */
    void changed(ConnectionEvent event);

    /** A subscription is over for a reason of the session's. */
    void ended(RealSubscription subscription);

    /** A link has given back all it held, or a subscription was removed: the session may have nothing left. */
    void mayBeOver(Session session);
}
