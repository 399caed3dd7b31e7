package dev.holdfast.internal.link;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.Mutex;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection attempt with its connection, protocol state and heartbeat. Never reused. The session drives it from
 * the event loop, and its pump reads on another thread. All protocol code runs under {@link #lock}.
 */
public final class Link implements HeartbeatMonitor.MonitoredLink {
    /** The close code of a normal closure (RFC 6455 section 7.4.1). */
    public static final int NORMAL_CLOSURE = 1000;

    private final LinkFactory parts;
    private final LinkOwner owner;
    private final EventLoop loop;
    /** The only subscription of this link, null if the link is shared. */
    private final @Nullable RealWireSubscription dedicated;

    final Mutex lock = new Mutex();
    public final DialTask dialTask;
    private final InboundHandler inbound;
    private final Conversation conversation;

    private volatile @Nullable Connection connection;
    private volatile @Nullable WriteQueue writeQueue;
    private volatile boolean over;
    private final LinkActivity activity = new LinkActivity();
    private @Nullable FrameReader reader;
    /** The round trip that the monitors have not received yet, negative for none. Used by the pump. */
    private long newRoundTripNanos = -1;

    private @OnLoop @Nullable HeartbeatMonitor heartbeat;
    private final @OnLoop GracefulClose gracefulClose;

    Link(
            LinkFactory parts,
            LinkOwner owner,
            EventLoop loop,
            @Nullable RealWireSubscription dedicated,
            boolean unauthorized,
            String attemptName) {
        this.parts = parts;
        this.owner = owner;
        this.loop = loop;
        this.dedicated = dedicated;
        this.dialTask = new DialTask(parts.config, unauthorized, attemptName);
        this.gracefulClose = new GracefulClose(loop, () -> cancelConnection(false), this::releaseConnection);
        this.inbound = new InboundHandler(this, owner, loop, parts.runtime.conditions.apply(lock), dedicated);
        this.conversation = parts.config.protocol.newConversation(inbound);
        inbound.conversation = conversation;
    }

    // ---- on the pump's thread, unless stated otherwise

    /** Dials. Returns once the connection is open and the conversation has started. */
    public Connection openConnection() throws IOException {
        Connection dialled;
        dialTask.dialStarted();
        try {
            dialled = parts.dialer.newConnection(dialTask.resolveTarget(dedicated));
            connection = dialled;
            if (over) dialled.cancel();
            dialled.open();
        } finally {
            dialTask.dialFinished();
        }
        startConversation(dialled);
        return dialled;
    }

    private void startConversation(Connection opened) throws CloseException {
        activity.recordReceived(loop.nanoTime());
        reader = opened.reader();
        FrameWriter writer = opened.writer();
        if (writer != null) {
            writeQueue = new WriteQueue(
                    opened,
                    writer,
                    parts.runtime.workers,
                    loop,
                    activity,
                    parts.config.limits,
                    this::reportFailure,
                    this::writeSpaceAvailable);
        }
        loop.execute(() -> owner.linkOpened(this));
        useConversation(c -> {
            c.opened(opened::header);
            if (dedicated != null) c.subscribe(Collections.singletonList(dedicated));
        });
        inbound.deliverPending(true, false);
        inbound.throwIfFailed();
    }

    /** Processes bytes that were read. Blocks until all their messages are queued or delivered. */
    public void bytesReceived(byte[] bytes, int length) throws CloseException {
        activity.setReading(false);
        long now = loop.nanoTime();
        activity.recordReceived(now);
        for (int at = 0; at < length && !inbound.hasPeerClosed(); ) at += feedReader(bytes, at, length - at, now);
    }

    private int feedReader(byte[] bytes, int offset, int length, long now) throws CloseException {
        CloseReason broken = null;
        int taken = 0;
        RealWireSubscription passed;
        lock.lock();
        try {
            inbound.receivedNanos = now;
            try {
                taken = reader().feed(bytes, offset, length, inbound);
            } catch (Throwable t) { // deliver the messages before the error first
                broken = CloseReasons.ofExtension(t);
            }
            passed = inbound.endOfRead();
        } finally {
            lock.unlock();
        }
        if (passed != null) passed.subscription.deliverPassedBatch();
        inbound.deliverPending(true, broken == null && taken < length);
        reportRoundTrip();
        if (broken != null) throw new CloseException(broken);
        inbound.throwIfFailed();
        return taken;
    }

    /** Records that the pump is about to wait for bytes. */
    public void markReading() {
        activity.setReading(true);
    }

    /** Returns the reader of the connection. Throws if the connection is not open yet. */
    public FrameReader reader() {
        return Objects.requireNonNull(reader);
    }

    /** Returns the reason in the close frame of the server, null if none has arrived. */
    @Nullable
    public CloseReason peerClose() {
        return inbound.peerClose;
    }

    /** Reports a failure outside the pump. Any thread. */
    public void reportFailure(CloseReason reason) {
        loop.execute(() -> owner.linkEnded(this, reason));
    }

    /** Reports the end of the pump, which no longer uses the connection. */
    public void pumpFinished(CloseReason reason) {
        loop.execute(() -> {
            owner.linkEnded(this, reason);
            markOver();
            gracefulClose.pumpFinished();
        });
    }

    // ---- on the loop

    /** Runs the pump on a thread of its own. */
    @OnLoop
    public void startPump() {
        loop.assertHere();
        parts.runtime.pumps.execute(new ReadPump(this, parts.runtime.workers));
    }

    /** Starts the heartbeat when the connection opens, so that it also covers the protocol handshake. Null for none. */
    @OnLoop
    public void startHeartbeat(@Nullable HeartbeatMonitor monitor) {
        loop.assertHere();
        heartbeat = monitor;
        if (monitor != null) monitor.start();
    }

    @OnLoop
    public void setHeartbeatInterval(long intervalNanos) {
        loop.assertHere();
        if (heartbeat != null) heartbeat.setInterval(intervalNanos);
    }

    @OnLoop
    public boolean hasWriteSpace(int bytes) {
        loop.assertHere();
        WriteQueue o = writeQueue;
        return o != null && o.hasSpace(bytes);
    }

    /** Returns true if a missing reply says nothing about the server: the request or the reply may be on its way. */
    @OnLoop
    public boolean isReplyDelayed() {
        loop.assertHere();
        WriteQueue o = writeQueue;
        boolean unwritten = o != null && o.isBusy();
        return unwritten || !activity.isReading() || activity.lateNanos(loop.nanoTime()) > 0;
    }

    private void writeSpaceAvailable() {
        loop.execute(() -> owner.writeQueueHasSpace(this));
    }

    /** Returns the reason to end the link after the attempt timeout. */
    @OnLoop
    public CloseReason timeoutReason(String what) {
        return dialTask.timeoutReason(what, parts.config.limits.attemptTimeout());
    }

    /** Uses the conversation under the lock. An exception from it ends the link. */
    @OnLoop
    public void converse(Consumer<Conversation> words) {
        loop.assertHere();
        useConversation(words);
        inbound.deliverPending(false, false);
    }

    /** Ends a subscription on this link. */
    @OnLoop
    public void unsubscribe(RealWireSubscription wire) {
        converse(c -> c.unsubscribe(wire));
    }

    /** Reports a subscription as confirmed, because the server never says so. */
    @OnLoop
    public void confirm(RealWireSubscription wire) {
        converse(c -> inbound.subscribed(wire, wire.isResubscribe() ? Continuity.UNKNOWN : Continuity.FRESH));
    }

    private void useConversation(Consumer<Conversation> words) {
        lock.lock();
        try {
            words.accept(conversation);
            inbound.flushToMailboxes();
        } catch (Throwable t) { // a bug in an extension must not stop the loop; its messages come before the error
            inbound.close(CloseReasons.ofExtension(t));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the link in the way that fits the reason. Abandons the connection of a dead peer, sends a close frame to a
     * peer that still reads, and cancels the connection in all other cases.
     */
    @OnLoop
    public void endFor(CloseReason reason) {
        loop.assertHere();
        CloseReason.Kind kind = reason.kind();
        boolean reads = kind == CloseReason.Kind.WEBSOCKET_CLOSE
                || kind == CloseReason.Kind.PROTOCOL
                || kind == CloseReason.Kind.TOO_LARGE
                || kind == CloseReason.Kind.SERVER;
        if (reads) closeGracefully(closeCodeFor(reason));
        else cancelConnection(kind == CloseReason.Kind.HEARTBEAT || kind == CloseReason.Kind.TIMEOUT);
    }

    /** Returns the close code to send: that of the reason, unless RFC 6455 section 7.4.1 forbids sending it. */
    private static int closeCodeFor(CloseReason reason) {
        if (reason.kind() == CloseReason.Kind.TOO_LARGE) return 1009;
        int code = reason.code();
        boolean sendable = code >= 1000 && code < 5000 && code != 1004 && code != 1005 && code != 1006 && code != 1015;
        if (sendable) return code;
        return reason.kind() == CloseReason.Kind.PROTOCOL ? 1002 : 1000;
    }

    @OnLoop
    private void cancelConnection(boolean dead) {
        markOver();
        dialTask.interruptDial();
        Connection c = connection;
        if (c == null) return;
        try {
            if (dead) c.abandon();
        } finally {
            // OkHttp calls the event listener of the app here, which must not run on the loop.
            parts.runtime.workers.execute(c::cancel);
        }
    }

    /** Ends the link in the background: sends a close frame if the transport can send, then cancels the connection. */
    @OnLoop
    public void closeGracefully(int code) {
        loop.assertHere();
        markOver();
        WriteQueue o = writeQueue;
        if (o == null) {
            cancelConnection(false);
            return;
        }
        gracefulClose.closeQueued();
        o.enqueueClose(code, () -> loop.execute(gracefulClose::closeWritten));
    }

    @OnLoop
    private void markOver() {
        over = true;
        inbound.discardFurther();
        if (heartbeat != null) heartbeat.stop();
    }

    @OnLoop
    private void releaseConnection() {
        WriteQueue o = writeQueue;
        if (o != null) o.stopWatching();
        Connection c = connection;
        connection = null;
        // Releasing may close sockets, which can write.
        if (c != null) parts.runtime.workers.execute(c::release);
        owner.linkReleased(this);
    }

    // ---- for the heartbeat and for diagnostics

    @Override
    public LinkActivity activity() {
        return activity;
    }

    @Override
    @OnLoop
    public void sendProbe() {
        loop.assertHere();
        byte[] payload = activity.probeQueued(loop.nanoTime());
        converse(c -> {
            boolean ownProbe = c.probe();
            WriteQueue o = writeQueue;
            if (o != null) o.enqueueProbe(ownProbe ? null : payload);
        });
    }

    @Override
    @OnLoop
    public void peerDead(long silentNanos) {
        loop.assertHere();
        owner.linkEnded(this, HeartbeatMonitor.silenceReason(silentNanos));
    }

    /** Records the round trip if the pong replies to the last probe. Called by the pump, under the lock. */
    void pongReceived(byte[] payload) {
        long nanos = activity.pongReceived(payload, loop.nanoTime());
        if (nanos >= 0) newRoundTripNanos = nanos;
    }

    /** Reports a round trip to the monitors, which are code of the app. Called by the pump, without the lock. */
    private void reportRoundTrip() {
        long nanos = newRoundTripNanos;
        if (nanos < 0) return;
        newRoundTripNanos = -1;
        parts.monitor.notifyEach(m -> m.onRoundTrip(dialTask.connectionName(), nanos));
    }

    void sendPong(byte[] payload) {
        WriteQueue o = writeQueue;
        if (o != null) o.enqueuePong(payload);
    }

    @Nullable
    WriteQueue writeQueue() {
        return writeQueue;
    }

    public boolean isOver() {
        return over;
    }
}
