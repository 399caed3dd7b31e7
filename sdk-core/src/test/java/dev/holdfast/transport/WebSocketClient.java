package dev.holdfast.transport;

import dev.holdfast.Limits;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.GrowableBytes;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.util.Random;
import java.util.function.BiConsumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A connection that a test uses step by step, as a link would. */
final class WebSocketClient implements AutoCloseable {
    final Connection connection;
    final SinkRecorder sink = new SinkRecorder(false);
    private final Dialer dialer;
    private final byte[] buffer = new byte[16 * 1024];

    WebSocketClient(WebSocketTransport transport, Target target, @Nullable OkHttpClient http) {
        Random random = new Random(11);
        Environment environment = Environment.of(
                http,
                Limits.defaults(),
                () -> {
                    byte[] key = new byte[4];
                    random.nextBytes(key);
                    return key;
                },
                () -> 0L,
                () -> 0L);
        dialer = transport.dialer(environment);
        connection = dialer.newConnection(target);
    }

    static WebSocketClient to(String url) {
        return new WebSocketClient(WebSocketTransport.create(), Target.of(url), null);
    }

    WebSocketClient open() throws IOException {
        connection.open();
        return this;
    }

    void send(Frame frame) throws IOException {
        write((writer, out) -> writer.message(frame, out));
    }

    void write(BiConsumer<FrameWriter, GrowableBytes> what) throws IOException {
        GrowableBytes out = new GrowableBytes(0);
        what.accept(connection.writer(), out);
        connection.write(out.array(), 0, out.size());
    }

    /** Reads until this many events have arrived and returns the last one. Returns null if the stream ended first. */
    @Nullable
    String event(int count) throws IOException {
        while (sink.events.size() < count) {
            int got = connection.read(buffer);
            if (got < 0) return null;
            sink.feed(connection.reader(), java.util.Arrays.copyOf(buffer, got), got);
        }
        return sink.events.get(count - 1);
    }

    @Override
    public void close() {
        connection.release();
        dialer.close();
    }
}
