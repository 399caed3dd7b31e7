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
    private static final int WRITE_CHUNK_BYTES = 16 * 1024;
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
    private final GrowableBytes buffer = new GrowableBytes(0);

    @GuardedBy("lock")
    private byte @Nullable [] ping;

    @GuardedBy("lock")
    private byte @Nullable [] pong;

    @GuardedBy("lock")
    private @Nullable CloseFrame closeFrame;

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

    private static final class CloseFrame {
        final int code;
        final String text;
        final Runnable then;

        CloseFrame(int code, String text, Runnable then) {
            this.code = code;
            this.text = text;
            this.then = then;
        }
    }

    /** {@code onSpace} runs on any thread once the queue is empty after {@link #hasSpace} returned false. */
    WriteQueue(
            Connection connection,
            FrameWriter writer,
            Executor workers,
            EventLoop loop,
            Limits limits,
            Consumer<CloseReason> onFailure,
            Runnable onSpace) {
        this.connection = connection;
        this.writer = writer;
        this.workers = workers;
        this.limits = limits;
        this.onFailure = onFailure;
        this.onSpace = onSpace;
        this.stallDetector = new WriteStallDetector(loop, limits.writeTimeout(), onFailure);
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

    /**
     * Enqueues a frame. Frames of the protocol itself are not bounded by {@link #hasSpace}. At eight times the limits
     * the link fails with OVERLOADED.
     */
    void enqueueFrame(Frame frame) {
        boolean overloaded;
        lock.lock();
        try {
            if (closed) return;
            overloaded = frames.size() >= limits.outboundFrames() * 8L || queuedBytes >= limits.outboundBytes() * 8L;
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

    /** Enqueues a ping. Replaces one that was not written yet. */
    void enqueuePing(byte[] payload) {
        lock.lock();
        try {
            if (closed) return;
            ping = payload;
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
    void enqueueClose(int code, String text, Runnable then) {
        lock.lock();
        try {
            if (closed) return;
            closed = true;
            ping = null;
            pong = null;
            frames.clear();
            closeFrame = new CloseFrame(code, text, then);
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
        lock.lock();
        try {
            if (draining) return;
            draining = true;
        } finally {
            lock.unlock();
        }
        workers.execute(this::drainQueue);
    }

    private void drainQueue() {
        try {
            Runnable then = encodeNext();
            while (buffer.size() > 0) {
                writeEncoded();
                if (then != null) then.run();
                then = encodeNext();
            }
        } catch (Throwable t) {
            // The reading thread often fails too, and first. The session uses the failure that arrives first.
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
            CloseFrame closeFrameNow;
            Frame frame = null;
            boolean tell;
            lock.lock();
            try {
                pongNow = pong;
                pingNow = ping;
                closeFrameNow = closeFrame;
                pong = null;
                ping = null;
                closeFrame = null;
                if (closeFrameNow == null) frame = frames.poll();
                if (frame != null) queuedBytes -= frame.size();
                tell = spaceAwaited && frames.isEmpty();
                if (tell) spaceAwaited = false;
                boolean nothing = pongNow == null && pingNow == null && closeFrameNow == null && frame == null;
                if (nothing && buffer.size() == 0) draining = false;
                if (nothing) return null;
            } finally {
                lock.unlock();
            }
            if (pongNow != null) writer.pong(pongNow, buffer);
            if (pingNow != null) writer.ping(pingNow, buffer);
            if (frame != null) writer.message(frame, buffer);
            if (tell) onSpace.run();
            if (closeFrameNow != null) {
                writer.close(closeFrameNow.code, closeFrameNow.text, buffer);
                return closeFrameNow.then;
            }
        }
        return null;
    }

    private void writeEncoded() throws IOException {
        for (int at = 0; at < buffer.size(); at += WRITE_CHUNK_BYTES) {
            stallDetector.writeProgressed();
            connection.write(buffer.array(), at, Math.min(WRITE_CHUNK_BYTES, buffer.size() - at));
        }
        stallDetector.writeFinished();
    }
}
