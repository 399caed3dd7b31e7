package dev.holdfast.contract;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A dialer and one connection, with the frames that its reader has found. */
final class Wired implements FrameSink {
    final List<String> frames = new ArrayList<>();
    final Connection connection;
    final Dialer dialer;

    @Nullable
    CloseReason farewell;

    boolean stopping;
    boolean released;

    Wired(Transport transport, Target target, Limits limits) {
        Random random = new Random(3);
        dialer = transport.dialer(Environment.of(
                null,
                limits,
                () -> {
                    byte[] key = new byte[4];
                    random.nextBytes(key);
                    return key;
                },
                () -> 0L,
                () -> 0L));
        connection = dialer.newConnection(target);
    }

    /** Releases the connection once. */
    void release() {
        if (released) return;
        released = true;
        connection.cancel();
        connection.release();
    }

    /**
     * Feeds bytes in pieces and returns how many were consumed. Each piece is in a separate array that is overwritten
     * afterwards.
     */
    int feed(byte[] bytes, int piece) throws CloseException {
        int taken = 0;
        while (taken < bytes.length) {
            byte[] some = Arrays.copyOfRange(bytes, taken, Math.min(bytes.length, taken + piece));
            int used = connection.reader().feed(some, 0, some.length, this);
            Arrays.fill(some, (byte) 'x');
            taken += used;
            if (used < some.length && !stopping) throw new AssertionError("stopped unasked");
        }
        return taken;
    }

    /** Feeds bytes until the reader throws, and returns how many bytes it received until then. */
    int feedUntilRefused(byte[] bytes, int piece, CloseReason[] why) {
        FrameReader reader = connection.reader();
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] some = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
            try {
                reader.feed(some, 0, some.length, this);
            } catch (CloseException e) {
                why[0] = e.reason();
                return at + some.length;
            }
        }
        return -1;
    }

    /** Reads until this many frames have arrived or the stream has ended. Returns whether the stream continues. */
    boolean readUntil(int count, int bufferSize) throws IOException {
        byte[] buffer = new byte[bufferSize];
        while (frames.size() < count && farewell == null) {
            int got = connection.read(buffer);
            if (got < 0) return false;
            feed(Arrays.copyOf(buffer, got), got);
        }
        return farewell == null;
    }

    @Override
    public boolean onFrame(Frame frame) {
        if (frame.kind() != Frame.Kind.EMPTY) frames.add(frame.text());
        return !stopping;
    }

    @Override
    public void onPing(byte[] payload) {}

    @Override
    public void onPong(byte[] payload) {}

    @Override
    public void onRetry(long millis) {}

    @Override
    public void onClose(CloseReason reason) {
        farewell = reason;
    }
}
