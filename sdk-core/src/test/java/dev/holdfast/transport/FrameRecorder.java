package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A recorder of the frames that an event stream reader finds. It stops the reader after a number of frames. */
final class FrameRecorder implements FrameSink {
    final List<String> events = new ArrayList<>();
    private final boolean stops;

    FrameRecorder(boolean stops) {
        this.stops = stops;
    }

    /** Feeds bytes in pieces that end at the given positions; returns what was found. */
    static List<String> read(FrameReader reader, byte[] bytes, boolean stops, int... cuts) throws CloseException {
        FrameRecorder recorder = new FrameRecorder(stops);
        int from = 0;
        for (int cut : cuts) {
            recorder.feed(reader, bytes, from, cut);
            from = cut;
        }
        recorder.feed(reader, bytes, from, bytes.length);
        return recorder.events;
    }

    void feed(FrameReader reader, byte[] bytes, int from, int to) throws CloseException {
        int at = from;
        do {
            // A separate array that is overwritten afterwards, because the reader must not use it again.
            byte[] piece = new byte[to - at + 2];
            System.arraycopy(bytes, at, piece, 1, to - at);
            int consumed = reader.feed(piece, 1, to - at, this);
            Arrays.fill(piece, (byte) '?');
            if (consumed == 0 && at < to) throw new AssertionError("nothing consumed at " + at);
            if (!stops && consumed != to - at) throw new AssertionError("stopped unasked at " + (at + consumed));
            at += consumed;
        } while (at < to);
    }

    /** Returns the text form of a frame. */
    static String text(String type, String id, String data) {
        return "text type=" + type + " id=" + id + " " + data;
    }

    static String empty(String type, String id) {
        return "empty type=" + type + " id=" + id;
    }

    static String comment(String text) {
        return "comment " + text;
    }

    static String retryOf(long millis) {
        return "retry " + millis;
    }

    @Override
    public boolean onFrame(Frame frame) {
        boolean empty = frame.kind() == Frame.Kind.EMPTY;
        events.add(empty ? empty(frame.type(), frame.id()) : text(frame.type(), frame.id(), frame.text()));
        return !stops;
    }

    @Override
    public void onRetry(long millis) {
        events.add(retryOf(millis));
    }

    @Override
    public boolean onComment(String comment, int size) {
        events.add(comment(comment));
        return !stops;
    }

    @Override
    public void onPing(byte[] payload) {
        throw new AssertionError("ping");
    }

    @Override
    public void onPong(byte[] payload) {
        throw new AssertionError("pong");
    }

    @Override
    public void onClose(CloseReason reason) {
        throw new AssertionError("closed " + reason);
    }
}
