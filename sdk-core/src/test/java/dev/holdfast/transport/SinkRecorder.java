package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A recorder of what a reader finds, one line for each event. */
final class SinkRecorder implements FrameSink {
    final List<String> events = new ArrayList<>();
    private final boolean stopping;

    /** Stops the reader after each frame if {@code stopping} is true. */
    SinkRecorder(boolean stopping) {
        this.stopping = stopping;
    }

    /**
     * Feeds the bytes in pieces of at most {@code size}. Each piece is in a separate array that is overwritten
     * afterwards.
     */
    void feed(FrameReader reader, byte[] bytes, int size) {
        for (int from = 0; from < bytes.length; from += size) {
            if (!feedPiece(reader, bytes, from, Math.min(bytes.length, from + size))) return;
        }
    }

    /** Feeds the bytes in two pieces. */
    void feedCut(FrameReader reader, byte[] bytes, int cut) {
        if (feedPiece(reader, bytes, 0, cut)) feedPiece(reader, bytes, cut, bytes.length);
    }

    private boolean feedPiece(FrameReader reader, byte[] bytes, int from, int to) {
        try {
            while (from < to) {
                // Three bytes in front reveal code that ignores the offset.
                byte[] piece = new byte[to - from + 3];
                System.arraycopy(bytes, from, piece, 3, to - from);
                int before = events.size();
                int consumed = reader.feed(piece, 3, to - from, this);
                if (consumed < to - from && !stopping) throw new AssertionError("stopped unasked");
                if (consumed < to - from && events.size() == before) throw new AssertionError("stopped for nothing");
                Arrays.fill(piece, (byte) 0xFF);
                from += consumed;
            }
            return true;
        } catch (CloseException e) {
            CloseReason reason = e.reason();
            events.add("error " + reason.kind() + " " + reason.code() + (reason.retryable() ? "" : " fatal"));
            return false;
        }
    }

    @Override
    public boolean onFrame(Frame frame) {
        boolean text = frame.kind() == Frame.Kind.TEXT;
        events.add((text ? "text " + frame.text() : "binary " + hex(frame.bytes())) + " " + frame.size());
        return !stopping;
    }

    @Override
    public void onPing(byte[] payload) {
        events.add("ping " + hex(payload));
    }

    @Override
    public void onPong(byte[] payload) {
        events.add("pong " + hex(payload));
    }

    @Override
    public void onRetry(long millis) {
        throw new AssertionError("a WebSocket has no retry");
    }

    @Override
    public void onClose(CloseReason reason) {
        events.add("closed " + reason.code() + " " + reason.text() + (reason.retryable() ? "" : " fatal"));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
