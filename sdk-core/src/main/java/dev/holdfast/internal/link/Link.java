package dev.holdfast.internal.link;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.runtime.ClientConfig;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection attempt and what comes of it: its connection, its protocol state, its heartbeat. Never used again. The
 * session drives it from the loop; its pump reads. Everything the protocol does happens under {@link #lock}.
 */
public final class Link implements HeartbeatMonitor.MonitoredLink {
    public static final int NORMAL_CLOSURE = 1000;

    private final LinkOwner owner;
    private final ClientConfig config;
    private final EventLoop loop;
    /** The subscription this link belongs to, null when it is shared. */
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

    private @OnLoop @Nullable HeartbeatMonitor heartbeat;
    private final @OnLoop GracefulClose gracefulClose;

    public Link(
            LinkOwner owner,
            ClientConfig config,
            @Nullable RealWireSubscription dedicated,
            boolean refused,
            String name) {
        this.owner = owner;
        this.config = config;
        this.loop = config.runtime.loop;
        this.dedicated = dedicated;
        this.dialTask = new DialTask(config, refused, name);
        this.gracefulClose = new GracefulClose(loop, () -> cancelConnection(false), this::releaseConnection);
        this.inbound = new InboundHandler(this, owner, config, dedicated != null);
        this.conversation = config.protocol.newConversation(inbound);
        inbound.conversation = conversation;
    }

    // ---- on the pump's thread

    /** Dials. Returns with the connection open and the conversation begun. */
    public Connection openConnection() throws IOException {
        Connection dialled;
        dialTask.dialStarted();
        try {
            dialled = config.dialer.newConnection(dialTask.resolveTarget(dedicated));
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
                    config.runtime.workers,
                    loop,
                    config.limits,
                    this::reportFailure,
                    this::writeSpaceAvailable);
        }
        loop.execute(() -> owner.linkOpened(this));
        lock.lock();
        try {
            conversation.opened(opened::header);
            if (dedicated != null) conversation.subscribe(Collections.singletonList(dedicated));
        } finally {
            inbound.flushToMailboxes();
            lock.unlock();
        }
        inbound.deliverPending(true);
        inbound.throwIfFailed();
    }

    /** Takes bytes that were read; returns when all of them have found their place. */
    public void bytesReceived(byte[] bytes, int length) throws CloseException {
        activity.setReading(false);
        long now = loop.nanoTime();
        activity.recordReceived(now);
        for (int at = 0; at < length && !inbound.hasPeerClosed(); ) at += feedReader(bytes, at, length - at, now);
    }

    private int feedReader(byte[] bytes, int offset, int length, long now) throws CloseException {
        CloseException broken = null;
        int taken = 0;
        RealWireSubscription passed;
        lock.lock();
        try {
            inbound.receivedNanos = now;
            taken = reader().feed(bytes, offset, length, inbound);
        } catch (CloseException e) {
            broken = e; // what came before it is delivered first
        } finally {
            passed = inbound.endOfRead();
            lock.unlock();
        }
        if (passed != null) passed.subscription.deliverPassedBatch();
        inbound.deliverPending(true);
        if (broken != null) throw broken;
        inbound.throwIfFailed();
        return taken;
    }

    /** The pump is about to wait for bytes. */
    public void markReading() {
        activity.setReading(true);
    }

    public FrameReader reader() {
        FrameReader r = reader;
        if (r == null) throw new IllegalStateException("not open");
        return r;
    }

    /** Why the server said goodbye, null while it has not. */
    @Nullable
    public CloseReason peerClose() {
        return inbound.peerClose;
    }

    /** Something went wrong beside the pump. */
    public void reportFailure(CloseReason reason) {
        loop.execute(() -> owner.linkEnded(this, reason));
    }

    /** The pump's last word. */
    public void pumpFinished(CloseReason reason) {
        loop.execute(() -> {
            owner.linkEnded(this, reason);
            markOver();
            gracefulClose.pumpFinished();
        });
    }

    // ---- on the loop

    @OnLoop
    public void startPump() {
        loop.assertHere();
        config.runtime.pumps.execute(new ReadPump(this, config.runtime.workers));
    }

    /** The heartbeat begins with the connection, so that a handshake never answered is noticed as well. */
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

    private void writeSpaceAvailable() {
        loop.execute(() -> owner.writeQueueHasSpace(this));
    }

    /** Why it is given up when an attempt's time has passed. */
    @OnLoop
    public CloseReason timeoutReason(String what) {
        return dialTask.timeoutReason(what, config.limits.attemptTimeout());
    }

    /** Has the conversation say something. */
    @OnLoop
    public void converse(Consumer<Conversation> words) {
        loop.assertHere();
        lock.lock();
        try {
            words.accept(conversation);
        } catch (Throwable t) { // an extension's fault must not stop the loop
            reportFailure(CloseReasons.ofThrowable(t));
        } finally {
            inbound.flushToMailboxes();
            lock.unlock();
        }
        inbound.deliverPending(false);
    }

    /** Ends it as its end asks for: a dead peer's connection is given up, a talking one's is answered, others are cut. */
    @OnLoop
    public void endFor(CloseReason reason) {
        loop.assertHere();
        switch (reason.kind()) {
            case HEARTBEAT:
            case TIMEOUT:
                cancelConnection(true);
                break;
            case WEBSOCKET_CLOSE:
            case PROTOCOL:
            case TOO_LARGE:
                closeGracefully(closeCodeFor(reason), "");
                break;
            default:
                cancelConnection(false);
        }
    }

    /** The code to close with: what the peer said or did wrong, unless it is one that is never sent (RFC 6455 7.4.1). */
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
        if (dead) c.abandon();
        // OkHttp tells the app's event listener of it, which has no business on the loop.
        config.runtime.workers.execute(c::cancel);
    }

    /** Ends it politely and in the background: says goodbye where the transport can, then cuts. */
    @OnLoop
    public void closeGracefully(int code, String text) {
        loop.assertHere();
        markOver();
        WriteQueue o = writeQueue;
        if (o == null) {
            cancelConnection(false);
            return;
        }
        gracefulClose.closeQueued();
        o.enqueueClose(code, text, () -> loop.execute(gracefulClose::closeWritten));
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
        // It may close sockets and thus write.
        if (c != null) config.runtime.workers.execute(c::release);
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
        activity.probeSent(loop.nanoTime());
        converse(c -> {
            WriteQueue o = writeQueue;
            if (!c.probe() && o != null) o.enqueuePing(new byte[0]);
        });
    }

    @Override
    @OnLoop
    public void peerDead(long silentNanos) {
        loop.assertHere();
        owner.linkEnded(this, HeartbeatMonitor.silenceReason(silentNanos));
    }

    void pongReceived() {
        long nanos = activity.pongReceived(loop.nanoTime());
        config.monitor.notifyEach(m -> m.onRoundTrip(dialTask.connectionName(), nanos));
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
