package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The session of a link, as the link sees it. Ignores reports of a link that is not the current one. */
@OnLoop
public interface LinkOwner {
    /** Reports that the connection is open. */
    void linkOpened(Link from);

    /** Reports that the protocol handshake is complete. */
    void linkReady(Link from);

    /** Reports the end of the link. */
    void linkEnded(Link from, CloseReason why);

    /** Reports the minimum delay before the next attempt that the server asked for, in milliseconds. */
    void serverRetryFloor(Link from, long millis);

    /** Reports the heartbeat interval that the server announced. */
    void heartbeatAnnounced(Link from, Duration announced);

    /** Reports a full mailbox that the link cannot wait for. */
    void mailboxOverflowed(Link from, RealWireSubscription wire);

    /** Reports that a full mailbox has space again. */
    void mailboxHasSpace(RealSubscription subscription);

    /** Reports that the server ended one subscription. */
    void subscriptionEndedByServer(Link from, RealWireSubscription wire, CloseReason reason);

    /** Reports that the server accepted a publish. {@code id} is null if the server sent none. */
    void receiptReceived(Link from, long command, @Nullable String id);

    /** Reports the reply to a call. */
    void replyReceived(Link from, long command, String payload);

    /** Reports that the server refused a publish or call. */
    void commandRefused(Link from, long command, CloseReason reason);

    /** Reports that the write queue has space for commands again. */
    void writeQueueHasSpace(Link from);

    /** Reports that the link has released its connection. Not ignored for a link that is not the current one. */
    void linkReleased(Link from);
}
