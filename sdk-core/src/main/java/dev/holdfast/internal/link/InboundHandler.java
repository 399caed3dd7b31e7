package dev.holdfast.internal.link;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.internal.delivery.MessageRouter;
import dev.holdfast.internal.delivery.RealMessage;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.delivery.TrackedMessage;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The handler of received data of one link. Passes frames from the reader to the conversation. Passes messages from the
 * conversation directly to mailboxes, and everything else to the session through the event loop. All methods except
 * {@link #deliverPending} run under the link's lock.
 */
final class InboundHandler implements FrameSink, ConversationOutput, Runnable {
    private static final int MAX_PENDING_LOOP_BYTES = 256 * 1024;
    /** The approximate size of a task in the queue of the loop. */
    private static final int LOOP_TASK_BYTES = 64;

    private final Link link;
    private final LinkOwner owner;
    private final EventLoop loop;
    private final MessageRouter router;
    /** The only subscription of the link; null if the link is shared. */
    private final @Nullable RealWireSubscription dedicated;

    private @Nullable CloseReason failure;
    /** The approximate bytes handed to the loop since it last caught up. */
    private int pendingLoopBytes;
    /** Signalled when the loop has caught up. */
    private final Condition caughtUp;

    private boolean loopAwaited;

    @SuppressWarnings("NullAway.Init") // the link sets it before the first data
    Conversation conversation;

    long receivedNanos;
    volatile @Nullable CloseReason peerClose;
    private volatile boolean discarding;

    InboundHandler(
            Link link, LinkOwner owner, EventLoop loop, Condition caughtUp, @Nullable RealWireSubscription dedicated) {
        this.link = link;
        this.caughtUp = caughtUp;
        this.owner = owner;
        this.loop = loop;
        this.dedicated = dedicated;
        this.router = new MessageRouter(link.lock, dedicated != null, this::mailboxOverflowed);
    }

    /** Discards everything received from here on, because the link has ended for the session. Any thread. */
    void discardFurther() {
        discarding = true;
    }

    /** Returns true if the server has sent a close frame. */
    boolean hasPeerClosed() {
        return peerClose != null;
    }

    /** Throws the error that the conversation found, if any. Does nothing once the link has ended. */
    void throwIfFailed() throws CloseException {
        CloseReason found = failure;
        if (found != null && !discarding) throw new CloseException(found);
    }

    // ---- from the reader

    @Override
    public boolean onFrame(Frame frame) {
        if (discarding) return true;
        try {
            conversation.received(frame);
        } catch (Throwable t) { // a bug in a protocol ends the link, not the client
            failure = CloseReasons.ofFrame(t);
        }
        return !router.isBlocked() && failure == null && pendingLoopBytes <= MAX_PENDING_LOOP_BYTES;
    }

    @Override
    public void onPing(byte[] payload) {
        link.sendPong(payload);
    }

    @Override
    public void onPong(byte[] payload) {
        link.pongReceived(payload);
    }

    @Override
    public void onRetry(long millis) {
        runOnLoop(() -> owner.serverRetryFloor(link, millis));
    }

    @Override
    public boolean onComment(String comment, int size) {
        RealWireSubscription wire = dedicated;
        if (wire == null || discarding) return true;
        RealMessage message = newMessage(wire, null, null, comment, size);
        message.markComment();
        router.routeComment(wire, message);
        return !router.isBlocked();
    }

    @Override
    public void onClose(CloseReason reason) {
        peerClose = reason;
    }

    /**
     * Ends one read of the pump. Returns the wire subscription whose unqueued messages the caller must deliver, null
     * for none.
     */
    @Nullable
    RealWireSubscription endOfRead() {
        return router.endOfRead();
    }

    /** Flushes messages to their mailboxes after the loop used the conversation. */
    void flushToMailboxes() {
        router.flushBatch();
    }

    // ---- from the conversation

    @Override
    public void send(Frame frame) {
        WriteQueue writeQueue = link.writeQueue();
        if (writeQueue == null) throw new IllegalStateException("The transport cannot send: use a WebSocket URL");
        writeQueue.enqueueFrame(frame);
    }

    @Override
    public void ready() {
        // A message has no address before the session has subscribed: the pump waits for the loop.
        if (dedicated == null) pendingLoopBytes = MAX_PENDING_LOOP_BYTES;
        runOnLoop(() -> owner.linkReady(link));
    }

    @Override
    public void heartbeat(Duration interval) {
        runOnLoop(() -> owner.heartbeatAnnounced(link, interval));
    }

    @Override
    public void subscribed(WireSubscription wire, Continuity continuity) {
        router.routeSubscribed((RealWireSubscription) wire, continuity);
    }

    @Override
    public void message(WireSubscription wire, @Nullable String id, @Nullable String type, Frame payload) {
        RealWireSubscription to = (RealWireSubscription) wire;
        Object data = payload.kind() == Frame.Kind.BINARY ? payload.bytes() : payload.text();
        router.routeMessage(to, newMessage(to, id, type, data, payload.size()));
    }

    @Override
    public void message(WireSubscription wire, @Nullable String id, @Nullable String type, String payload, int size) {
        RealWireSubscription to = (RealWireSubscription) wire;
        router.routeMessage(to, newMessage(to, id, type, payload, size));
    }

    private RealMessage newMessage(
            RealWireSubscription wire, @Nullable String id, @Nullable String type, Object payload, int size) {
        return wire.tracked
                ? new TrackedMessage(wire.subscription, wire.topic, id, type, payload, size, receivedNanos)
                : new RealMessage(wire.topic, id, type, payload, size, receivedNanos);
    }

    private void mailboxOverflowed(RealWireSubscription wire) {
        RealSubscription subscription = wire.subscription;
        // In this order: the space that a fast listener frees must not be reported before the overflow.
        runOnLoop(() -> owner.mailboxOverflowed(link, wire));
        wire.mailbox.detachUntilSpace(wire, () -> loop.execute(() -> owner.mailboxHasSpace(subscription)));
        // The listener may have emptied the queue by now. Without this, nothing would look at the mailbox again.
        router.markForDelivery(wire);
    }

    @Override
    public void position(WireSubscription wire, String id) {
        router.routePosition((RealWireSubscription) wire, id);
    }

    @Override
    public void ended(WireSubscription wire, CloseReason reason) {
        RealWireSubscription over = (RealWireSubscription) wire;
        router.routeTask(over, () -> runOnLoop(() -> owner.subscriptionEndedByServer(link, over, reason)));
    }

    @Override
    public void receipt(long command, @Nullable String id) {
        if (id != null) pendingLoopBytes += id.length();
        runOnLoop(() -> owner.receiptReceived(link, command, id));
    }

    @Override
    public void reply(long command, String payload) {
        pendingLoopBytes += payload.length();
        runOnLoop(() -> owner.replyReceived(link, command, payload));
    }

    @Override
    public void refused(long command, CloseReason reason) {
        pendingLoopBytes += reason.text().length();
        runOnLoop(() -> owner.commandRefused(link, command, reason));
    }

    @Override
    public void close(CloseReason reason) {
        failure = reason;
        router.flushBatch();
        link.reportFailure(reason); // outside a frame, no later check finds it
    }

    private void runOnLoop(Runnable task) {
        pendingLoopBytes += LOOP_TASK_BYTES;
        router.flushBatch(); // earlier messages reach their mailboxes before the loop learns of later events
        loop.execute(task);
    }

    // ---- outside the lock

    /**
     * Starts delivery of the received messages. On the pump, blocks until all of them are in their mailboxes. {@code
     * more} is true if the read has further bytes.
     */
    void deliverPending(boolean onPump, boolean more) {
        if (onPump && pendingLoopBytes > MAX_PENDING_LOOP_BYTES) awaitEventLoop();
        router.deliverPending(onPump, more && failure == null);
    }

    /**
     * Waits until the loop has run its tasks, so that a fast peer cannot make the queue of the loop grow without bound.
     */
    private void awaitEventLoop() {
        link.lock.lock();
        try {
            loopAwaited = true;
            loop.execute(this);
            while (loopAwaited) caughtUp.awaitUninterruptibly();
            pendingLoopBytes = 0;
        } finally {
            link.lock.unlock();
        }
    }

    /** Notifies the pump that the loop has caught up. Called by the loop. */
    @Override
    public void run() {
        link.lock.lock();
        try {
            loopAwaited = false;
            caughtUp.signalAll();
        } finally {
            link.lock.unlock();
        }
    }
}
