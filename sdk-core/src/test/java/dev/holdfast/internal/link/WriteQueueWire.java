package dev.holdfast.internal.link;

import dev.holdfast.fixtures.InMemoryConnection;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.GrowableBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that records frames as words, and the size of each write. */
final class WriteQueueWire extends InMemoryConnection implements FrameWriter {
    final StringBuilder text = new StringBuilder();
    final List<Integer> writes = new ArrayList<>();
    Runnable inWrite = () -> {};
    IOException broken;

    @Override
    public FrameReader reader() {
        throw new AssertionError("it only writes");
    }

    @Override
    public FrameWriter writer() {
        return this;
    }

    @Override
    public int read(byte[] into) {
        throw new AssertionError("it only writes");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (broken != null) throw broken;
        writes.add(length);
        text.append(new String(bytes, offset, length, StandardCharsets.US_ASCII));
        inWrite.run();
    }

    private static void say(String word, GrowableBytes out) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        out.write(bytes, 0, bytes.length);
    }

    @Override
    public void message(Frame frame, GrowableBytes out) {
        say(frame.text() + " ", out);
    }

    @Override
    public void ping(byte[] payload, GrowableBytes out) {
        say("ping" + payload.length + " ", out);
    }

    @Override
    public void pong(byte[] payload, GrowableBytes out) {
        say("pong" + payload.length + " ", out);
    }

    @Override
    public void close(int code, String reason, GrowableBytes out) {
        say("close" + code + reason + " ", out);
    }
}
