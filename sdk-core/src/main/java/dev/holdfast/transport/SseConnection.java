package dev.holdfast.transport;

import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.LongSupplier;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A connection that reads one event stream. Only the reading thread uses the fields that {@link #open} sets. */
final class SseConnection implements Connection {
    /** A stream is busy if this many reads take less than {@link #BUSY_NANOS}. */
    private static final int SAMPLE = 16;

    private static final long BUSY_NANOS = 16_000_000;

    private final HttpEngine.Exchange exchange;
    private final LongSupplier nanoTime;
    private final SseReader reader;
    private @Nullable Response response;
    private @Nullable BufferedSource source;
    /** The number of bytes at the front of the source's buffer that were returned already. */
    private int left;

    private int reads;
    private long sampled;
    private boolean busy;

    SseConnection(HttpEngine.Exchange exchange, Environment environment, boolean comments) {
        this.exchange = exchange;
        this.nanoTime = environment.nanoTime();
        this.reader = new SseReader(environment.limits().maxMessageBytes(), comments);
    }

    @Override
    public void open() throws IOException {
        Response head = exchange.open();
        sampled = nanoTime.getAsLong();
        response = head;
        source = head.body().source();
    }

    @Override
    public @Nullable String header(String name) {
        Response head = response;
        if (head == null) throw new IllegalStateException("The connection is not open");
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
        if (from == null) throw new IllegalStateException("The connection is not open");
        try {
            // Waits for one byte more than was left.
            return from.request(left + 1) ? take(from.getBuffer(), into) : -1;
        } catch (IOException e) {
            throw exchange.failure(e);
        }
    }

    /**
     * Returns all available bytes. On a busy stream the last byte also stays in the buffer, because an empty buffer
     * returns its segment to okio's shared pool and would have to fetch a new one for each chunk. On a quiet stream
     * nothing stays, so that the 8 KiB of the segment are free.
     */
    private int take(Buffer from, byte[] into) throws EOFException {
        from.skip(left);
        int n = (int) Math.min(into.length, from.size());
        left = busy() && n == from.size() ? 1 : 0;
        int moved = n - left;
        for (int at = 0; at < moved; ) at += from.read(into, at, moved - at);
        if (left > 0) into[moved] = from.getByte(0);
        return n;
    }

    /** Returns the number of bytes in OkHttp's buffer that were returned already. */
    int left() {
        return left;
    }

    private boolean busy() {
        if (++reads % SAMPLE == 0) {
            long now = nanoTime.getAsLong();
            busy = now - sampled < BUSY_NANOS;
            sampled = now;
        }
        return busy;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("An event stream cannot send");
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
