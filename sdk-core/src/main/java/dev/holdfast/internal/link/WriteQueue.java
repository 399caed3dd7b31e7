package dev.holdfast.internal.link;

import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.EventLoop;
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
 * What one link is to send. Enqueuing never blocks; one task at a time writes. Pings, pongs and the goodbye pass the data
 * frames, and only the newest ping and pong wait (RFC 6455 section 5.5.3 allows it), so that a flood of pings costs
 * nothing.
 */
final class WriteQueue {
    private static final int WRITE_CHUNK_BYTES = 16 * 1024;
    private static final int MAX_RETAINED_BUFFER_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final Connection connection;
    private final FrameWriter writer;
    private final Executor workers;
    private final Limits limits;
    private final Consumer<CloseReason> onFailure;
    private final Runnable onSpace;
    private final WriteStallDetector stallDetector;
    private final GrowableBytes buffer = new GrowableBytes(0);

    private byte @Nullable [] ping;
    private byte @Nullable [] pong;
    private @Nullable CloseFrame closeFrame;
    private long queuedBytes;
    private boolean draining;
    /** Something found no room and waits for it. */
    private boolean spaceAwaited;

    /** Nothing more is taken. */
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

    /** {@code roomAgain} runs, on any thread, when all is written after {@link #hasSpace} said no. */
    WriteQueue(
            Connection connection,
            FrameWriter writer,
            Executor workers,
            EventLoop loop,
            Limits limits,
            Consumer<CloseReason> failed,
            Runnable roomAgain) {
        this.connection = connection;
        this.writer = writer;
        this.workers = workers;
        this.limits = limits;
        this.onFailure = failed;
        this.onSpace = roomAgain;
        this.stallDetector = new WriteStallDetector(loop, limits.writeTimeout(), failed);
    }

    /** Whether a publish of so many bytes may be added. */
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

    /** Queues a frame. The protocol's own frames have no place to wait: far over the bound, the link is given up. */
    void enqueueFrame(Frame frame) {
        boolean overloaded;
        lock.lock();
        try {
            if (closed) return;
            overloaded = frames.size() >= limits.outboundFrames() * 8L || queuedBytes >= limits.outboundBytes() * 8L;
            closed = overloaded; // said once
            if (!overloaded) {
                frames.add(frame);
                queuedBytes += frame.size();
            }
        } finally {
            lock.unlock();
        }
        if (overloaded) {
            onFailure.accept(
                    CloseReason.retryable(CloseReason.Kind.OVERLOADED, "The server does not read what is sent"));
        } else scheduleDrain();
    }

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

    /** Says goodbye; nothing is sent after it. {@code then} runs on any thread once it is written. */
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

    /** Called when the link is over. */
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
        } catch (IOException | RuntimeException e) {
            // The reading thread hears of it too, and often first; the session takes whichever comes.
            onFailure.accept(CloseReasons.ofThrowable(e));
        }
    }

    /** Encodes what waits, about a piece's worth. Nothing encoded means that this task is over. */
    private @Nullable Runnable encodeNext() {
        buffer.clear(MAX_RETAINED_BUFFER_BYTES);
        while (buffer.size() < WRITE_CHUNK_BYTES) {
            byte[] pongNow;
            byte[] pingNow;
            CloseFrame goodbyeNow;
            Frame frame = null;
            boolean tell;
            lock.lock();
            try {
                pongNow = pong;
                pingNow = ping;
                goodbyeNow = closeFrame;
                pong = null;
                ping = null;
                closeFrame = null;
                if (goodbyeNow == null) frame = frames.poll();
                if (frame != null) queuedBytes -= frame.size();
                tell = spaceAwaited && frames.isEmpty();
                if (tell) spaceAwaited = false;
                boolean nothing = pongNow == null && pingNow == null && goodbyeNow == null && frame == null;
                if (nothing && buffer.size() == 0) draining = false;
                if (nothing) return null;
            } finally {
                lock.unlock();
            }
            if (pongNow != null) writer.pong(pongNow, buffer);
            if (pingNow != null) writer.ping(pingNow, buffer);
            if (frame != null) writer.message(frame, buffer);
            if (tell) onSpace.run();
            if (goodbyeNow != null) {
                writer.close(goodbyeNow.code, goodbyeNow.text, buffer);
                return goodbyeNow.then;
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
