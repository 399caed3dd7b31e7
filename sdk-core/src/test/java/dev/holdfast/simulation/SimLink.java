package dev.holdfast.simulation;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.session.Session;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.Target;
import dev.holdfast.transport.SimWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connection of one link through the simulated network, with its reading thread split into steps. */
final class SimLink implements Connection {
    private enum Stage {
        DIALLING,
        READING,
        LEFT
    }

    final int number;
    final Link link;
    final Session session;
    final RealClient client;
    final SimProtocol.Talk talk;
    final Map<String, String> headers = new HashMap<>();
    SimPeer peer;
    private SimSub sub;
    /** The time at which it last received something, or started to wait. */
    long readNanos;

    long heardNanos;
    /** The time at which the loop learned that it is open, or -1. */
    long knownNanos = -1;
    /** The liveness checks outside of the heartbeat. */
    final List<SimHeart.Asked> asked = new ArrayList<>();

    /** The heartbeat in use. */
    long intervalNanos;
    /** The credentials of this attempt. */
    String token;
    /** Whether the server returned 401 to the previous attempt. */
    boolean refused;

    private boolean interrupted;
    /** Whether the server has sent something that ends the link. */
    private boolean broken;
    /** The reason for which its reading thread ended it, or null. */
    CloseReason leftFor;
    /** The delay that the server requested with the end of this connection. */
    long askedNanos;
    /** Tasks of the loop that run after everything caused by the bytes being read. */
    private final List<Runnable> behind = new ArrayList<>();

    private final SimWorld world;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final SimPipe down;
    private Stage stage = Stage.DIALLING;
    private Target target;
    private long lastUp;
    private boolean busy;
    private boolean held;
    private boolean reset;
    boolean stalled;
    /** The begin of the write in progress, or -1, and the end of the last one. */
    private long writingSince = -1;

    private long writtenNanos = -1;
    /** Whether the client has written its close frame. */
    private boolean closeWritten;
    /** True if other threads held up a write. */
    private boolean heldUpWrite;

    private volatile boolean cancelled;
    private boolean released;

    SimLink(int number, SimWorld world, Link link, Session session, SimProtocol.Talk talk) {
        this.talk = talk;
        this.number = number;
        this.world = world;
        this.link = link;
        this.session = session;
        this.client = SimPeek.client(session);
        this.down = new SimPipe(world);
        this.intervalNanos = world.plan.heartbeat.interval().toNanos();
        this.reader = world.plan.sends
                ? SimWire.webSocket(SimPlan.TOO_MUCH - 1, world.plan.extensions)
                : SimWire.sse(SimPlan.TOO_MUCH - 1, world.plan.comments);
        byte[] key = {1, 2, 3, (byte) number};
        this.writer = world.plan.sends ? SimWire.writer(() -> key, world.plan.extensions) : null;
    }

    // ---- the reading thread

    void dialled() {
        if (stage != Stage.DIALLING || busy) return;
        world.opening = this;
        busy = true;
        heardNanos = world.clock.nanoTime();
        try {
            link.openConnection();
            stage = Stage.READING;
            aboutToRead();
        } catch (IOException | RuntimeException e) {
            leave(CloseReasons.ofThrowable(e));
        } finally {
            busy = false;
        }
    }

    void target(Target target) {
        this.target = target;
        String whose = target.headers().get("X-Sub");
        if (whose != null) sub = world.app.dedicated(Integer.parseInt(whose));
    }

    Target target() {
        return target;
    }

    /** Returns whether the reading thread can continue. */
    boolean ready() {
        if (busy || stage == Stage.LEFT) return false;
        if (stage == Stage.DIALLING) return link.isOver();
        // Once the server is ready, the reading thread waits for the loop, which must be able to run.
        boolean mayAwaitLoop = world.plan.multiplexed() && !link.isOver() && !world.attempts.isConnected(this);
        if (mayAwaitLoop && !world.mayWait()) return false;
        if (held) return cancelled || down.fits(1, world.room(this)) > 0;
        return cancelled || reset || down.hasMore() || down.atEnd();
    }

    void read() {
        if (stage == Stage.DIALLING) {
            dialled();
            return;
        }
        if (cancelled) leave(CloseReason.retryable(CloseReason.Kind.NETWORK, "cancelled"));
        else if (reset) leave(CloseReasons.ofThrowable(new IOException("Connection reset")));
        else if (down.hasMore()) take();
        else leave(link.reader().end());
    }

    private void take() {
        int size = down.fits(down.read(), world.room(this));
        held = size == 0;
        if (held) {
            // It has read a message and waits for space.
            link.activity().recordReceived(world.clock.nanoTime());
            link.activity().setReading(false);
            return;
        }
        world.pieces++;
        heardNanos = world.clock.nanoTime();
        byte[] bytes = down.take(size, !link.isOver());
        busy = true;
        try {
            if (sub != null) sub.room.forget();
            received(bytes);
            if (sub != null && sub.room.wokeByChance()) world.fail(sub + "'s reading thread was not told of room");
            CloseReason farewell = link.peerClose();
            if (farewell != null) leave(farewell);
            else aboutToRead();
        } catch (CloseException | RuntimeException e) {
            leave(CloseReasons.ofThrowable(e));
        } catch (SimRoom.Died e) {
            stage = Stage.LEFT;
        } finally {
            busy = false;
        }
    }

    /** Runs a task on the loop after everything caused by the bytes being read, unless the link has ended by then. */
    void behind(Runnable task) {
        behind.add(task);
    }

    /** Interrupts the dialling thread if the link has ended. */
    void interrupted() {
        if (link.isOver()) interrupted = true;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    private void aboutToRead() {
        readNanos = world.clock.nanoTime();
        link.markReading();
    }

    /** Returns whether its reading thread is doing something other than waiting for bytes. */
    boolean heldUp() {
        return busy || held;
    }

    private void received(byte[] bytes) throws CloseException {
        try {
            link.bytesReceived(bytes, bytes.length);
        } finally {
            for (Runnable task : behind) {
                world.clock.execute(() -> {
                    if (!link.isOver()) task.run();
                });
            }
            behind.clear();
        }
    }

    private void leave(CloseReason reason) {
        stage = Stage.LEFT;
        if (world.trace.on) world.trace.add("link " + number + " left: " + reason);
        if (!link.isOver()) leftFor = reason;
        if (!reason.retryable() && !link.isOver()) world.attempts.ending(this, reason);
        if (world.plan.poison != null) world.attempts.unreadable(this, reason);
        if (peer != null) peer.left(reason);
        link.pumpFinished(reason);
    }

    /** Handles the end of the client process and of all its sockets. */
    void die() {
        stage = Stage.LEFT;
        if (peer != null) peer.gone();
        SimWire.release(reader, writer);
    }

    /** Returns the subscription of this connection, or null if it is shared or not dialled. */
    SimSub sub() {
        return sub;
    }

    boolean left() {
        return stage == Stage.LEFT;
    }

    /** Returns whether what the client writes no longer reaches the server. */
    boolean isDeaf() {
        return cancelled || reset || down.silent() || peer == null || peer.gone;
    }

    /** Returns whether it was dialled and is not released. */
    boolean held() {
        return target != null && !released;
    }

    // ---- actions of the server and the network

    /** Writes bytes from the server. {@code then} runs when the client has read all of them. */
    void send(byte[] bytes, boolean message, Runnable then) {
        send(bytes, 0, message, then);
    }

    /** Writes bytes of which this many at the end do not matter. */
    void send(byte[] bytes, int rest, boolean message, Runnable then) {
        down.send(bytes, rest, message && !broken, broken ? null : then);
    }

    /** Called after something that ends the link. The client must not use anything that follows, even in one read. */
    void broken() {
        broken = true;
        if (world.more.nextBoolean()) down.barrier();
    }

    /** Stops all bytes without notice. */
    void silence() {
        down.silence();
        stalled = world.random.nextBoolean();
        world.heart.silenced(this, world.clock.nanoTime());
    }

    /** Loses all bytes in flight. */
    void reset() {
        world.clock.event(world.latency(), () -> reset = true);
    }

    void end() {
        down.end();
    }

    // ---- actions of the client

    @Override
    public void open() throws IOException {
        if (cancelled) throw new IOException("cancelled");
        world.server.accept(this);
        world.attempts.accepted(this);
        if (world.trace.on) world.trace.add("link " + number + " open: " + target + " " + target.headers());
    }

    @Override
    public String header(String name) {
        return headers.get(name);
    }

    @Override
    public FrameReader reader() {
        return reader;
    }

    @Override
    public FrameWriter writer() {
        return writer;
    }

    @Override
    public int read(byte[] into) {
        throw new AssertionError("the simulation reads");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (released) throw new IOException("The connection was released");
        if (stalled) world.await(() -> cancelled, SimClock.millis(120_000));
        else if (world.plan.writeNanos > 0 && world.clock.nanoTime() < world.scriptEnd) writeSlowly();
        if (cancelled || reset || released) throw new IOException("Broken pipe");
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        if (endsWithClose(copy)) closing(copy);
        lastUp = Math.max(lastUp, world.clock.nanoTime() + world.latency());
        world.clock.event(lastUp - world.clock.nanoTime(), () -> {
            if (!down.silent() && !reset) peer.received(copy);
        });
    }

    /** Returns whether the last frame is a masked close frame with a code and no text. Nothing follows it. */
    private static boolean endsWithClose(byte[] written) {
        int at = written.length - 8;
        return at >= 0 && (written[at] & 0xFF) == 0x88 && (written[at + 1] & 0xFF) == 0x82;
    }

    /** Checks the code of the close frame. */
    private void closing(byte[] written) {
        closeWritten = true;
        int at = written.length - 8;
        int code = ((written[at + 6] ^ written[at + 2]) & 0xFF) << 8 | ((written[at + 7] ^ written[at + 3]) & 0xFF);
        CloseReason left = leftFor;
        CloseReason last = SimPeek.lastReason(session);
        // The client may have closed it for another reason meanwhile.
        boolean own = left != null && last != null && last.kind() == left.kind() && last.code() == left.code();
        int truth = own && left.kind() == CloseReason.Kind.TOO_LARGE ? 1009 : own ? left.code() : 1000;
        boolean silent = truth < 1000 || truth == 1005 || truth == 1006 || truth == 1015;
        if (code != truth && !silent && own)
            world.fail("link " + number + " was closed with " + code + " after " + left);
    }

    private void writeSlowly() {
        writingSince = world.clock.nanoTime();
        world.await(() -> cancelled, world.plan.writeNanos);
        heldUpWrite |= outlasted();
        writingSince = -1;
        writtenNanos = world.clock.nanoTime();
    }

    private boolean outlasted() {
        return writingSince >= 0 && world.clock.nanoTime() - writingSince > world.plan.writeNanos;
    }

    /** Returns whether a write took longer than the network needs for it. */
    boolean writesLate() {
        return heldUpWrite || outlasted();
    }

    /** Returns the time of the last progress of a write: now if one is in progress, -1 for none. */
    long writeProgress() {
        return writingSince >= 0 ? world.clock.nanoTime() : writtenNanos;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void abandon() {}

    @Override
    public void release() {
        if (released) world.fail("a connection was released twice");
        if (stage != Stage.LEFT) world.fail("a connection was released under its reading thread");
        released = true;
        if (world.clock.nanoTime() < SimPeek.closeDue(link) && !closeWritten)
            world.fail("the connection of link " + number + " was released before its close frame was written");
        SimWire.release(reader, writer);
    }
}
