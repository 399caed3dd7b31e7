package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a link tells its session. Whatever comes from a link that is not the current one is ignored. */
@OnLoop
public interface LinkOwner {
    /** The connection is open. */
    void linkOpened(Link from);

    /** The protocol's handshake is over. */
    void linkReady(Link from);

    /** The link ended. */
    void linkEnded(Link from, CloseReason why);

    /** The server asked that the next attempt wait at least so long. */
    void serverRetryFloor(Link from, long millis);

    /** The server announced how often it is heard. */
    void heartbeatAnnounced(Link from, Duration announced);

    /** A mailbox is full and the link cannot wait for it. */
    void mailboxOverflowed(Link from, RealWireSubscription wire);

    /** A mailbox that was full has room again. */
    void mailboxHasSpace(RealSubscription subscription);

    /** The server ended one subscription. */
    void subscriptionEndedByServer(Link from, RealWireSubscription wire, CloseReason reason);

    /** The server took a publish. */
    void receiptReceived(Link from, long command, @Nullable String id);

    /** The server answered a request. */
    void replyReceived(Link from, long command, String payload);

    /** The server refused a publish or request. */
    void commandRefused(Link from, long command, CloseReason reason);

    /** What could not be sent for want of room may be sent now. */
    void writeQueueHasSpace(Link from);

    /** The link has given back all it held. */
    void linkReleased(Link from);
}
