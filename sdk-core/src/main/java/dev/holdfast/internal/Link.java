package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
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
final class Link implements HeartbeatMonitor.Watched {
    static final int NORMAL_CLOSURE = 1000;

    private final LinkOwner owner;
    private final Settings settings;
    private final Loop loop;
    /** The subscription this link belongs to, null when it is shared. */
    private final @Nullable RealRoute dedicated;

    final Mutex lock = new Mutex();
    final Dialling dialling;
    private final Inbound inbound;
    private final Conversation conversation;

    private volatile @Nullable Connection connection;
    private volatile @Nullable Outbox outbox;
    private volatile boolean over;
    private final Pulse pulse = new Pulse();
    private @Nullable FrameReader reader;

    // On the loop.
    private @Nullable HeartbeatMonitor heartbeat;
    private final Parting parting;

    Link(LinkOwner owner, Settings settings, @Nullable RealRoute dedicated, boolean refused, String name) {
        this.owner = owner;
        this.settings = settings;
        this.loop = settings.shared.loop;
        this.dedicated = dedicated;
        this.dialling = new Dialling(settings, refused, name);
        this.parting = new Parting(loop, () -> cancel(false), this::release);
        this.inbound = new Inbound(this, owner, settings, dedicated != null);
        this.conversation = settings.protocol.converse(inbound);
        inbound.conversation = conversation;
    }

    // ---- on the pump's thread

    /** Dials. Returns with the connection open and the conversation begun. */
    Connection open() throws IOException {
        Connection dialled;
        dialling.begin();
        try {
            dialled = settings.dialer.newConnection(dialling.target(dedicated));
            connection = dialled;
            if (over) dialled.cancel();
            dialled.open();
        } finally {
            dialling.end();
        }
        begin(dialled);
        return dialled;
    }

    private void begin(Connection opened) throws CloseException {
        pulse.heard(loop.nanoTime());
        reader = opened.reader();
        FrameWriter writer = opened.writer();
        if (writer != null) {
            outbox = new Outbox(
                    opened, writer, settings.shared.workers, loop, settings.limits, this::failed, this::roomAgain);
        }
        loop.execute(() -> owner.opened(this));
        lock.lock();
        try {
            conversation.opened(opened::header);
            if (dedicated != null) conversation.subscribe(Collections.singletonList(dedicated));
        } finally {
            inbound.queue();
            lock.unlock();
        }
        inbound.settle(true);
        inbound.check();
    }

    /** Takes bytes that were read; returns when all of them have found their place. */
    void received(byte[] bytes, int length) throws CloseException {
        pulse.reading(false);
        long now = loop.nanoTime();
        pulse.heard(now);
        for (int at = 0; at < length && !inbound.ended(); ) at += received(bytes, at, length - at, now);
    }

    private int received(byte[] bytes, int offset, int length, long now) throws CloseException {
        CloseException broken = null;
        int taken = 0;
        RealRoute passed;
        lock.lock();
        try {
            inbound.receivedNanos = now;
            taken = reader().feed(bytes, offset, length, inbound);
        } catch (CloseException e) {
            broken = e; // what came before it is delivered first
        } finally {
            passed = inbound.endTurn();
            lock.unlock();
        }
        if (passed != null) passed.subscription.deliverPassed();
        inbound.settle(true);
        if (broken != null) throw broken;
        inbound.check();
        return taken;
    }

    /** The pump is about to wait for bytes. */
    void aboutToRead() {
        pulse.reading(true);
    }

    FrameReader reader() {
        FrameReader r = reader;
        if (r == null) throw new IllegalStateException("not open");
        return r;
    }

    /** Why the server said goodbye, null while it has not. */
    @Nullable
    CloseReason farewell() {
        return inbound.farewell;
    }

    /** Something went wrong beside the pump. */
    void failed(CloseReason reason) {
        loop.execute(() -> owner.ended(this, reason));
    }

    /** The pump's last word. */
    void leave(CloseReason reason) {
        loop.execute(() -> {
            owner.ended(this, reason);
            retire();
            parting.pumpLeft();
        });
    }

    // ---- on the loop

    void start() {
        settings.shared.pumps.execute(new ReadPump(this, settings.shared.workers));
    }

    /** The heartbeat begins with the connection, so that a handshake never answered is noticed as well. */
    void watch(@Nullable HeartbeatMonitor monitor) {
        heartbeat = monitor;
        if (monitor != null) monitor.start();
    }

    void heartbeat(long intervalNanos) {
        if (heartbeat != null) heartbeat.interval(intervalNanos);
    }

    boolean hasRoom(int bytes) {
        Outbox o = outbox;
        return o != null && o.hasRoom(bytes);
    }

    private void roomAgain() {
        loop.execute(() -> owner.roomToSend(this));
    }

    /** Why it is given up when an attempt's time has passed. */
    CloseReason overdue(String what) {
        return dialling.overdue(what, settings.limits.attemptTimeout());
    }

    /** Has the conversation say something. */
    void talk(Consumer<Conversation> words) {
        lock.lock();
        try {
            words.accept(conversation);
        } catch (Throwable t) { // an extension's fault must not stop the loop
            failed(Failures.reason(t));
        } finally {
            inbound.queue();
            lock.unlock();
        }
        inbound.settle(false);
    }

    /** Ends it as its end asks for: a dead peer's connection is given up, a talking one's is answered, others are cut. */
    void end(CloseReason reason) {
        switch (reason.kind()) {
            case HEARTBEAT:
            case TIMEOUT:
                cancel(true);
                break;
            case WEBSOCKET_CLOSE:
            case PROTOCOL:
            case TOO_LARGE:
                close(answer(reason), "");
                break;
            default:
                cancel(false);
        }
    }

    /** The code to close with: what the peer said or did wrong, unless it is one that is never sent (RFC 6455 7.4.1). */
    private static int answer(CloseReason reason) {
        if (reason.kind() == CloseReason.Kind.TOO_LARGE) return 1009;
        int code = reason.code();
        boolean sendable = code >= 1000 && code < 5000 && code != 1004 && code != 1005 && code != 1006 && code != 1015;
        if (sendable) return code;
        return reason.kind() == CloseReason.Kind.PROTOCOL ? 1002 : 1000;
    }

    private void cancel(boolean dead) {
        retire();
        dialling.interrupt();
        Connection c = connection;
        if (c == null) return;
        if (dead) c.abandon();
        // OkHttp tells the app's event listener of it, which has no business on the loop.
        settings.shared.workers.execute(c::cancel);
    }

    /** Ends it politely and in the background: says goodbye where the transport can, then cuts. */
    void close(int code, String text) {
        retire();
        Outbox o = outbox;
        if (o == null) {
            cancel(false);
            return;
        }
        parting.goodbye();
        o.close(code, text, () -> loop.execute(parting::said));
    }

    private void retire() {
        over = true;
        inbound.retire();
        if (heartbeat != null) heartbeat.stop();
    }

    private void release() {
        Outbox o = outbox;
        if (o != null) o.stop();
        Connection c = connection;
        connection = null;
        // It may close sockets and thus write.
        if (c != null) settings.shared.workers.execute(c::release);
        owner.linkGone(this);
    }

    // ---- for the heartbeat and for diagnostics

    @Override
    public Pulse pulse() {
        return pulse;
    }

    @Override
    public void probe() {
        pulse.probed(loop.nanoTime());
        talk(c -> {
            Outbox o = outbox;
            if (!c.probe() && o != null) o.ping(new byte[0]);
        });
    }

    @Override
    public void dead(long silentNanos) {
        owner.ended(this, HeartbeatMonitor.silence(silentNanos));
    }

    void pong() {
        long nanos = pulse.answered(loop.nanoTime());
        settings.monitored.tell(m -> m.onRoundTrip(dialling.connection(), nanos));
    }

    void ponged(byte[] payload) {
        Outbox o = outbox;
        if (o != null) o.pong(payload);
    }

    @Nullable
    Outbox outbox() {
        return outbox;
    }

    boolean isOver() {
        return over;
    }
}
