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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on one link: from the reader to the conversation, and from the conversation to mailboxes (the short way)
 * and to the session (by the loop). Everything but {@link #deliverPending} runs under the link's lock.
 */
final class InboundHandler implements FrameSink, ConversationOutput {
    private static final int MAX_PENDING_LOOP_BYTES = 256 * 1024;
    /** What a task on the loop's queue holds, roughly. */
    private static final int LOOP_TASK_BYTES = 64;

    private final Link link;
    private final LinkOwner owner;
    private final EventLoop loop;
    private final MessageRouter router;
    private @Nullable CloseReason failure;
    /** About how much was handed to the loop since it last caught up, in bytes. */
    private int pendingLoopBytes;

    @SuppressWarnings("NullAway.Init") // the link sets it before anything comes in
    Conversation conversation;

    long receivedNanos;
    volatile @Nullable CloseReason peerClose;
    private volatile boolean discarding;

    InboundHandler(Link link, LinkOwner owner, EventLoop loop, boolean dedicated) {
        this.link = link;
        this.owner = owner;
        this.loop = loop;
        this.router = new MessageRouter(link.lock, dedicated, this::mailboxOverflowed);
    }

    /** The link is over for the session: what still comes is read and thrown away. */
    void discardFurther() {
        discarding = true;
    }

    boolean hasPeerClosed() {
        return peerClose != null;
    }

    /** Throws what the conversation found wrong. */
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
        } catch (CloseException e) {
            failure = e.reason();
        } catch (RuntimeException e) { // a fault of a protocol is that link's end, not the client's
            failure = CloseReasons.ofThrowable(e);
        }
        return !router.isBlocked() && failure == null;
    }

    @Override
    public void onPing(byte[] payload) {
        link.sendPong(payload);
    }

    @Override
    public void onPong(byte[] payload) {
        link.pongReceived();
    }

    @Override
    public void onRetry(long millis) {
        runOnLoop(() -> owner.serverRetryFloor(link, millis));
    }

    @Override
    public void onClose(CloseReason reason) {
        peerClose = reason;
    }

    /** The end of a turn of the pump: whom its caller is to have deliver what passed unqueued, null for nobody. */
    @Nullable
    RealWireSubscription endOfRead() {
        return router.endOfRead();
    }

    /** The end of what the loop had to say. */
    void flushToMailboxes() {
        router.flushBatch();
    }

    // ---- from the conversation

    @Override
    public void send(Frame frame) {
        WriteQueue writeQueue = link.writeQueue();
        if (writeQueue == null) throw new IllegalStateException("The transport only receives");
        writeQueue.enqueueFrame(frame);
    }

    @Override
    public void ready() {
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
        Object data = payload.kind() == Frame.Kind.BINARY ? payload.bytes() : payload.text();
        offerMessage((RealWireSubscription) wire, id, type, data, payload.size());
    }

    @Override
    public void message(WireSubscription wire, @Nullable String id, @Nullable String type, String payload, int size) {
        offerMessage((RealWireSubscription) wire, id, type, payload, size);
    }

    private void offerMessage(
            RealWireSubscription wire, @Nullable String id, @Nullable String type, Object payload, int size) {
        RealMessage message = wire.tracked
                ? new TrackedMessage(wire.mailbox.consumer(), wire.topic, id, type, payload, size, receivedNanos)
                : new RealMessage(wire.topic, id, type, payload, size, receivedNanos);
        router.routeMessage(wire, message);
    }

    private void mailboxOverflowed(RealWireSubscription wire) {
        RealSubscription subscription = wire.subscription;
        // In this order: the room that a quick listener makes must not be heard of before the overflow.
        runOnLoop(() -> owner.mailboxOverflowed(link, wire));
        wire.mailbox.detachUntilSpace(wire, () -> loop.execute(() -> owner.mailboxHasSpace(subscription)));
        router.markForDelivery(
                wire); // the listener may have emptied the queue meanwhile, and then nobody looks at it again
    }

    @Override
    public void position(WireSubscription wire, String id) {
        router.routePosition((RealWireSubscription) wire, id);
    }

    @Override
    public void ended(WireSubscription wire, CloseReason reason) {
        runOnLoop(() -> owner.subscriptionEndedByServer(link, (RealWireSubscription) wire, reason));
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
        link.reportFailure(reason); // said outside a frame, no check would find it
    }

    private void runOnLoop(Runnable task) {
        pendingLoopBytes += LOOP_TASK_BYTES;
        router.flushBatch(); // what came before is in its mailbox before the loop hears of what came after
        loop.execute(task);
    }

    // ---- outside the lock

    /** Sees to delivery of what came; on the pump, also waits until all of it has found room. */
    void deliverPending(boolean onPump) {
        if (onPump && pendingLoopBytes > MAX_PENDING_LOOP_BYTES) awaitEventLoop();
        router.deliverPending(onPump);
    }

    /** A peer that talks faster than the loop listens is read no faster than that, or what it said would pile up. */
    private void awaitEventLoop() {
        pendingLoopBytes = 0;
        CompletableFuture<Boolean> caughtUp = new CompletableFuture<>();
        loop.execute(() -> caughtUp.complete(true));
        caughtUp.join();
    }
}
