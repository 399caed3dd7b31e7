package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.spi.Bytes;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameWriter;
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
final class Outbox {
    private static final int PIECE = 16 * 1024;
    private static final int KEEP = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final Connection connection;
    private final FrameWriter writer;
    private final Executor workers;
    private final Limits limits;
    private final Consumer<CloseReason> failed;
    private final Runnable roomAgain;
    private final WriteWatch watch;
    private final Bytes out = new Bytes(0);

    private byte @Nullable [] ping;
    private byte @Nullable [] pong;
    private @Nullable Goodbye goodbye;
    private long queuedBytes;
    private boolean draining;
    /** Something found no room and waits for it. */
    private boolean awaited;

    /** Nothing more is taken. */
    private boolean shut;

    private static final class Goodbye {
        final int code;
        final String text;
        final Runnable then;

        Goodbye(int code, String text, Runnable then) {
            this.code = code;
            this.text = text;
            this.then = then;
        }
    }

    /** {@code roomAgain} runs, on any thread, when all is written after {@link #hasRoom} said no. */
    Outbox(
            Connection connection,
            FrameWriter writer,
            Executor workers,
            Loop loop,
            Limits limits,
            Consumer<CloseReason> failed,
            Runnable roomAgain) {
        this.connection = connection;
        this.writer = writer;
        this.workers = workers;
        this.limits = limits;
        this.failed = failed;
        this.roomAgain = roomAgain;
        this.watch = new WriteWatch(loop, limits.writeTimeout(), failed);
    }

    /** Whether a publish of so many bytes may be added. */
    boolean hasRoom(int bytes) {
        lock.lock();
        try {
            boolean room = frames.isEmpty()
                    || (frames.size() < limits.outboundFrames() && queuedBytes + bytes <= limits.outboundBytes());
            awaited |= !room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    /** Queues a frame. The protocol's own frames have no place to wait: far over the bound, the link is given up. */
    void send(Frame frame) {
        boolean overloaded;
        lock.lock();
        try {
            if (shut) return;
            overloaded = frames.size() >= limits.outboundFrames() * 8L || queuedBytes >= limits.outboundBytes() * 8L;
            shut = overloaded; // said once
            if (!overloaded) {
                frames.add(frame);
                queuedBytes += frame.size();
            }
        } finally {
            lock.unlock();
        }
        if (overloaded) {
            failed.accept(CloseReason.retryable(CloseReason.Kind.OVERLOADED, "The server does not read what is sent"));
        } else start();
    }

    void ping(byte[] payload) {
        lock.lock();
        try {
            if (shut) return;
            ping = payload;
        } finally {
            lock.unlock();
        }
        start();
    }

    void pong(byte[] payload) {
        lock.lock();
        try {
            if (shut) return;
            pong = payload;
        } finally {
            lock.unlock();
        }
        start();
    }

    /** Says goodbye; nothing is sent after it. {@code then} runs on any thread once it is written. */
    void close(int code, String text, Runnable then) {
        lock.lock();
        try {
            if (shut) return;
            shut = true;
            ping = null;
            pong = null;
            frames.clear();
            goodbye = new Goodbye(code, text, then);
        } finally {
            lock.unlock();
        }
        start();
    }

    /** On the loop, when the link is over. */
    void stop() {
        watch.stop();
    }

    private void start() {
        lock.lock();
        try {
            if (draining) return;
            draining = true;
        } finally {
            lock.unlock();
        }
        workers.execute(this::drain);
    }

    private void drain() {
        try {
            Runnable then = encode();
            while (out.size() > 0) {
                write();
                if (then != null) then.run();
                then = encode();
            }
        } catch (IOException | RuntimeException e) {
            // The reading thread hears of it too, and often first; the session takes whichever comes.
            failed.accept(Failures.reason(e));
        }
    }

    /** Encodes what waits, about a piece's worth. Nothing encoded means that this task is over. */
    private @Nullable Runnable encode() {
        out.clear(KEEP);
        while (out.size() < PIECE) {
            byte[] pongNow;
            byte[] pingNow;
            Goodbye goodbyeNow;
            Frame frame = null;
            boolean tell;
            lock.lock();
            try {
                pongNow = pong;
                pingNow = ping;
                goodbyeNow = goodbye;
                pong = null;
                ping = null;
                goodbye = null;
                if (goodbyeNow == null) frame = frames.poll();
                if (frame != null) queuedBytes -= frame.size();
                tell = awaited && frames.isEmpty();
                if (tell) awaited = false;
                boolean nothing = pongNow == null && pingNow == null && goodbyeNow == null && frame == null;
                if (nothing && out.size() == 0) draining = false;
                if (nothing) return null;
            } finally {
                lock.unlock();
            }
            if (pongNow != null) writer.pong(pongNow, out);
            if (pingNow != null) writer.ping(pingNow, out);
            if (frame != null) writer.message(frame, out);
            if (tell) roomAgain.run();
            if (goodbyeNow != null) {
                writer.close(goodbyeNow.code, goodbyeNow.text, out);
                return goodbyeNow.then;
            }
        }
        return null;
    }

    private void write() throws IOException {
        for (int at = 0; at < out.size(); at += PIECE) {
            watch.writing();
            connection.write(out.array(), at, Math.min(PIECE, out.size() - at));
        }
        watch.idle();
    }
}
