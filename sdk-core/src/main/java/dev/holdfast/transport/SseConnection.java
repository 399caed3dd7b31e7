package dev.holdfast.transport;

import dev.holdfast.spi.Connection;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import java.io.IOException;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One event stream: the response of one exchange. What {@link #open} sets is for the reading thread alone. */
final class SseConnection implements Connection {
    private final HttpEngine.Exchange exchange;
    private final SseReader reader;
    private @Nullable Response response;
    private @Nullable BufferedSource source;

    SseConnection(HttpEngine.Exchange exchange, int maxMessageBytes) {
        this.exchange = exchange;
        this.reader = new SseReader(maxMessageBytes);
    }

    @Override
    public void open() throws IOException {
        Response head = exchange.open();
        response = head;
        source = head.body().source();
    }

    @Override
    public @Nullable String header(String name) {
        Response head = response;
        if (head == null) throw new IllegalStateException("not open");
        return head.header(name);
    }

    @Override
    public FrameReader reader() {
        return reader;
    }

    @Override
    public @Nullable FrameWriter writer() {
        return null;
    }

    @Override
    public int read(byte[] into) throws IOException {
        BufferedSource from = source;
        if (from == null) throw new IllegalStateException("not open");
        try {
            return from.read(into);
        } catch (IOException e) {
            throw exchange.failure(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("An event stream only receives");
    }

    @Override
    public void cancel() {
        exchange.cancel();
    }

    @Override
    public void abandon() {
        exchange.abandon();
    }

    @Override
    public void release() {
        exchange.release();
    }
}
