package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a link tells its session, on the loop. Whatever comes from a link that is not the current one is ignored. */
interface LinkOwner {
    /** The connection is open. */
    void opened(Link from);

    /** The protocol's handshake is over. */
    void ready(Link from);

    /** The link ended. */
    void ended(Link from, CloseReason why);

    /** The server asked that the next attempt wait at least so long. */
    void retry(Link from, long millis);

    /** The server announced how often it is heard. */
    void heartbeat(Link from, Duration announced);

    /** A mailbox is full and the link cannot wait for it. */
    void overflowed(Link from, RealRoute route);

    /** A mailbox that was full has room again. */
    void roomFor(RealSubscription subscription);

    /** The server ended one subscription. */
    void routeEnded(Link from, RealRoute route, CloseReason reason);

    /** The server took a publish. */
    void receipt(Link from, long command, @Nullable String id);

    /** The server answered a request. */
    void reply(Link from, long command, String payload);

    /** The server refused a publish or request. */
    void refused(Link from, long command, CloseReason reason);

    /** What could not be sent for want of room may be sent now. */
    void roomToSend(Link from);

    /** The link has given back all it held. */
    void linkGone(Link from);
}
