package dev.holdfast.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Socket;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a connection that OkHttp has upgraded. If possible it is read directly instead of through okio, because
 * okio holds a segment of 8 KiB while it waits for bytes, for as long as the connection is idle.
 */
final class UpgradedSocket {
    /** The size of an okio segment, which a read moves without copying. */
    private static final long SEGMENT = 8192;
    /**
     * The size of the system's send buffer. It grows to several MiB by itself. On a slow network a ping would wait
     * behind them for minutes, and a write would show no progress until a third of them is sent.
     */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    /** A request tag that records the sockets of the request, so that they can be found with the response. */
    private static final class Carrier {
        java.net.@Nullable Socket plain;

        @Nullable
        Socket handed;
    }

    private final Socket socket;
    private final Source source;
    private final Buffer incoming = new Buffer();

    /**
     * The bytes that OkHttp has read after the response head. Null if they cannot be found; then reads go through okio.
     */
    private final @Nullable Buffer beyond;

    private final @Nullable InputStream direct;
    private final @Nullable OutputStream directOut;
    private final Buffer outgoing = new Buffer();

    /** @throws IOException if the socket is closed already */
    UpgradedSocket(Response head) throws IOException {
        Socket handed = head.socket();
        if (handed == null) throw new IOException("OkHttp returned no socket");
        socket = handed;
        source = handed.getSource();
        Carrier carrier = head.request().tag(Carrier.class);
        // If an interceptor of the application replaced the socket, reads must go through that one.
        boolean own = carrier != null && carrier.handed == handed;
        java.net.Socket plain = own ? carrier.plain : null;
        beyond = plain == null ? null : beyond(source);
        direct = plain == null || beyond == null ? null : stream(plain);
        directOut = direct == null || plain == null ? null : plain.getOutputStream();
        if (plain != null) limitSendBuffer(plain);
    }

    /**
     * Returns the input stream of a socket. Returns null if the socket creates a new stream for each call, because
     * OkHttp's stream may have buffered bytes that another stream would miss.
     */
    private static @Nullable InputStream stream(java.net.Socket plain) throws IOException {
        InputStream stream = plain.getInputStream();
        return stream == plain.getInputStream() ? stream : null;
    }

    /** Returns the request with a tag in which {@link #note} records its sockets. */
    static Request tagged(Request request) {
        return request.newBuilder().tag(Carrier.class, new Carrier()).build();
    }

    /** The innermost network interceptor. Records the sockets of a tagged request and of its response. */
    static Response note(Interceptor.Chain chain) throws IOException {
        Response head = chain.proceed(chain.request());
        Carrier carrier = chain.request().tag(Carrier.class);
        Connection connection = chain.connection();
        if (carrier != null && connection != null) {
            carrier.plain = connection.socket();
            carrier.handed = head.socket();
        }
        return head;
    }

    private static @Nullable Buffer beyond(Source source) {
        if (!(source instanceof ForwardingSource)) return null;
        Source inner = ((ForwardingSource) source).delegate();
        return inner instanceof BufferedSource ? ((BufferedSource) inner).getBuffer() : null;
    }

    /** Returns whether reads bypass okio. */
    boolean direct() {
        return direct != null;
    }

    /**
     * Reads bytes, starting with those that OkHttp read after the response head. Blocks until at least one byte is
     * available. Returns -1 at the end. Used by one thread.
     */
    int read(byte[] into) throws IOException {
        if (direct != null && beyond != null) {
            return beyond.size() > 0 ? beyond.read(into) : direct.read(into);
        }
        if (incoming.size() == 0 && source.read(incoming, SEGMENT) < 0) return -1;
        return incoming.read(into);
    }

    /**
     * Writes and flushes bytes. Used by one thread. If possible it writes directly, because okio cuts them at segments,
     * and each segment would be a TCP packet of its own.
     */
    void write(byte[] bytes, int offset, int length) throws IOException {
        if (directOut != null) {
            directOut.write(bytes, offset, length);
            directOut.flush();
            return;
        }
        outgoing.write(bytes, offset, length);
        socket.getSink().write(outgoing, length);
        socket.getSink().flush();
    }

    private static void limitSendBuffer(java.net.Socket plain) {
        try {
            plain.setSendBufferSize(SEND_BUFFER_BYTES);
        } catch (IOException | RuntimeException ignored) {
            // The socket of an app may not support it. The next read or write fails if the socket is closed.
        }
    }

    /** Closes parts of a connection that is discarded, so that an error has no consequence. */
    static void close(Closeable... parts) {
        for (Closeable part : parts) {
            try {
                part.close();
            } catch (IOException | RuntimeException ignored) {
                // See above.
            }
        }
    }
}
