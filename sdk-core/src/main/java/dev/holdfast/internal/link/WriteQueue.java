package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.GuardedBy;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.GrowableBytes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue of frames that one link sends. Enqueuing never blocks and is allowed on any thread. One task at a time
 * writes. Pings, pongs and the close frame overtake data frames. Only the newest ping and pong are kept, as RFC 6455
 * section 5.5.3 allows, so a flood of pings costs nothing.
 */
final class WriteQueue {
    /** Large enough for most frames to be one write, small enough to show the progress on a slow network. */
    private static final int WRITE_CHUNK_BYTES = 32 * 1024;

    private static final int MAX_RETAINED_BUFFER_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();

    private final Connection connection;
    private final FrameWriter writer;
    private final Executor workers;
    private final Limits limits;
    private final Consumer<CloseReason> onFailure;
    private final Runnable onSpace;
    private final WriteStallDetector stallDetector;
    private final LinkActivity activity;
    private final EventLoop loop;
    private final GrowableBytes buffer = new GrowableBytes(0);

    @GuardedBy("lock")
    private byte @Nullable [] ping;

    /** The number of frames up to the probe, 0 if only pings are before it, -1 if no probe waits. */
    @GuardedBy("lock")
    private int framesToProbe = -1;

    /** The buffer holds the probe, in its first chunk. Used by the writing task. */
    private boolean probeEncoded;

    @GuardedBy("lock")
    private byte @Nullable [] pong;

    /** The code of the close frame, 0 if none waits. */
    @GuardedBy("lock")
    private int closeCode;

    /** Runs once the close frame is written. */
    @GuardedBy("lock")
    private @Nullable Runnable afterClose;

    @GuardedBy("lock")
    private long queuedBytes;

    @GuardedBy("lock")
    private boolean draining;

    /** A caller found no space and waits for it. */
    @GuardedBy("lock")
    private boolean spaceAwaited;

    /** No more frames are accepted. */
    @GuardedBy("lock")
    private boolean closed;

    /** {@code onSpace} runs on any thread once the queue is empty after {@link #hasSpace} returned false. */
    WriteQueue(
            Connection connection,
            FrameWriter writer,
            Executor workers,
            EventLoop loop,
            LinkActivity activity,
            Limits limits,
            Consumer<CloseReason> onFailure,
            Runnable onSpace) {
        this.connection = connection;
        this.writer = writer;
        this.workers = workers;
        this.limits = limits;
        this.onFailure = onFailure;
        this.onSpace = onSpace;
        this.activity = activity;
        this.loop = loop;
        this.stallDetector = new WriteStallDetector(loop, activity, limits.writeTimeout(), onFailure);
    }

    /**
     * Returns true if a publish or call of this size may be enqueued. An empty queue accepts any size. After
     * false, {@code onSpace} runs once the queue is empty.
     */
    boolean hasSpace(int bytes) {
        lock.lock();
        try {
            boolean room = frames.isEmpty()
                    || (frames.size() < limits.outboundFrames() && queuedBytes + bytes <= limits.outboundBytes());
            spaceAwaited |= !room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if frames wait or are being written. */
    boolean isBusy() {
        lock.lock();
        try {
            return draining;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Enqueues a frame. Frames of the protocol itself are not bounded by {@link #hasSpace}. At eight times the limits
     * the link fails with OVERLOADED.
     */
    void enqueueFrame(Frame frame) {
        boolean overloaded;
        lock.lock();
        try {
            if (closed) return;
            // The first frame may have any size: it found an empty queue.
            long bytes = frames.isEmpty() ? 0 : queuedBytes - frames.element().size();
            overloaded = frames.size() >= limits.outboundFrames() * 8L || bytes >= limits.outboundBytes() * 8L;
            closed = overloaded; // reported once
            if (!overloaded) {
                frames.add(frame);
                queuedBytes += frame.size();
            }
        } finally {
            lock.unlock();
        }
        if (overloaded) {
            onFailure.accept(CloseReason.retryable(
                    CloseReason.Kind.OVERLOADED, "Write queue full: the server reads too slowly"));
        } else scheduleDrain();
    }

    /**
     * Enqueues a probe: a ping, which replaces one that was not written yet, or null if the protocol has enqueued a
     * frame of its own.
     */
    void enqueueProbe(byte @Nullable [] payload) {
        lock.lock();
        try {
            if (closed) return;
            if (payload != null) ping = payload;
            framesToProbe = payload != null ? 0 : frames.size();
        } finally {
            lock.unlock();
        }
        scheduleDrain();
    }

    /** Enqueues a pong. Replaces one that was not written yet. */
    void enqueuePong(byte[] payload) {
        lock.lock();
        try {
            if (closed) return;
            pong = payload;
        } finally {
            lock.unlock();
        }
        scheduleDrain();
    }

    /**
     * Enqueues the close frame and discards all unwritten frames. Frames enqueued later are ignored. {@code then} runs
     * on any thread once the close frame is written.
     */
    void enqueueClose(int code, Runnable then) {
        lock.lock();
        try {
            if (closed) return;
            closed = true;
            ping = null;
            pong = null;
            frames.clear();
            closeCode = code;
            afterClose = then;
        } finally {
            lock.unlock();
        }
        scheduleDrain();
    }

    /** Stops the detection of stalled writes, because the link has ended. */
    @OnLoop
    void stopWatching() {
        stallDetector.stop();
    }

    private void scheduleDrain() {
        boolean idle;
        lock.lock();
        try {
            idle = !draining;
            draining = true;
        } finally {
            lock.unlock();
        }
        if (idle) workers.execute(this::drainQueue);
    }

    private void drainQueue() {
        try {
            Runnable then = encodeNext();
            while (buffer.size() > 0) {
                try {
                    writeEncoded();
                } catch (IOException e) {
                    // A thread that waits for bytes fails too, or finds the close frame that tells why. If it does
                    // neither, the write counts as stalled.
                    stallDetector.failure = e;
                    if (activity.isReading()) return;
                    throw e;
                }
                if (then != null) then.run();
                then = encodeNext();
            }
        } catch (Throwable t) {
            onFailure.accept(CloseReasons.ofThrowable(t));
        }
    }

    /**
     * Encodes queued frames, up to about one chunk. Returns what to run once they are written, null for nothing. If
     * nothing was encoded, the task must end.
     */
    private @Nullable Runnable encodeNext() {
        buffer.clear(MAX_RETAINED_BUFFER_BYTES);
        while (buffer.size() < WRITE_CHUNK_BYTES) {
            byte[] pongNow;
            byte[] pingNow;
            int closeCodeNow;
            Runnable afterCloseNow;
            Frame frame = null;
            boolean tell;
            lock.lock();
            try {
                pongNow = pong;
                pingNow = ping;
                closeCodeNow = closeCode;
                afterCloseNow = afterClose;
                pong = null;
                ping = null;
                closeCode = 0;
                if (closeCodeNow == 0) frame = frames.poll();
                if (frame != null) queuedBytes -= frame.size();
                if (frame != null && framesToProbe > 0) framesToProbe--;
                if (framesToProbe == 0) {
                    probeEncoded = true;
                    framesToProbe = -1;
                }
                tell = spaceAwaited && frames.isEmpty();
                if (tell) spaceAwaited = false;
                boolean nothing = pongNow == null && pingNow == null && closeCodeNow == 0 && frame == null;
                if (nothing) {
                    draining = buffer.size() > 0;
                    return null;
                }
            } finally {
                lock.unlock();
            }
            if (pongNow != null) writer.pong(pongNow, buffer);
            if (pingNow != null) writer.ping(pingNow, buffer);
            if (frame != null) writer.message(frame, buffer);
            if (tell) onSpace.run();
            if (closeCodeNow != 0) {
                writer.close(closeCodeNow, "", buffer);
                return afterCloseNow;
            }
        }
        return null;
    }

    private void writeEncoded() throws IOException {
        if (probeEncoded) activity.probeSent(loop.nanoTime());
        for (int at = 0; at < buffer.size(); at += WRITE_CHUNK_BYTES) {
            stallDetector.writeProgressed();
            int size = Math.min(WRITE_CHUNK_BYTES, buffer.size() - at);
            connection.write(buffer.array(), at, size);
            activity.bytesWritten(size, probeEncoded, loop.nanoTime());
            probeEncoded = false;
        }
        stallDetector.writeFinished();
    }
}
