package dev.holdfast.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Sink;
import okio.Socket;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * The socket that OkHttp hands over after an upgrade. It is read past okio where that is possible: okio takes a segment of
 * 8 KiB before it waits for bytes, and an idle connection waits for ever.
 */
final class UpgradedSocket {
    /** One of okio's segments: what a read moves without copying. */
    private static final long SEGMENT = 8192;

    /** Where it is noted what carries a request, so that it can be found again when the answer is there. */
    private static final class Carrier {
        java.net.@Nullable Socket plain;

        @Nullable
        Socket handed;
    }

    private final Socket socket;
    private final Source source;
    private final Buffer incoming = new Buffer();

    /** What OkHttp has read beyond the head; null where it cannot be told, and so must be asked for each time. */
    private final @Nullable Buffer beyond;

    private final @Nullable InputStream direct;

    /** @throws IOException if the socket has ended already */
    UpgradedSocket(Response head) throws IOException {
        Socket handed = head.socket();
        if (handed == null) throw new IOException("OkHttp did not hand over the socket");
        socket = handed;
        source = handed.getSource();
        Carrier carrier = head.request().tag(Carrier.class);
        // An interceptor of the app's that put another socket in its place wants to see what is read.
        boolean own = carrier != null && carrier.handed == handed;
        java.net.Socket plain = own ? carrier.plain : null;
        beyond = plain == null ? null : beyond(source);
        direct = plain == null || beyond == null ? null : stream(plain);
    }

    /** Null for a socket that makes a stream for each who asks: OkHttp's may hold bytes that another would miss. */
    private static @Nullable InputStream stream(java.net.Socket plain) throws IOException {
        InputStream stream = plain.getInputStream();
        return stream == plain.getInputStream() ? stream : null;
    }

    /** The request, so that {@link #note} can tell what carries it. */
    static Request tagged(Request request) {
        return request.newBuilder().tag(Carrier.class, new Carrier()).build();
    }

    /** A network interceptor, the innermost: notes what carries a request so tagged, and which socket is handed over. */
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

    /** Whether it is read past okio. */
    boolean direct() {
        return direct != null;
    }

    /** Blocks until there are bytes; -1 at the end. What OkHttp read beyond the head comes first. One thread. */
    int read(byte[] into) throws IOException {
        if (direct != null && beyond != null) {
            return beyond.size() > 0 ? beyond.read(into) : direct.read(into);
        }
        if (incoming.size() == 0 && source.read(incoming, SEGMENT) < 0) return -1;
        return incoming.read(into);
    }

    Sink sink() {
        return socket.getSink();
    }

    /** Both halves, or OkHttp reports a leak. What fails here failed before: the socket is closed already. */
    void close() {
        close(source);
        close(sink());
    }

    /** Ends a connection that was handed over and is not wanted. */
    static void discard(Response head) {
        Socket socket = head.socket();
        if (socket == null) return;
        socket.cancel();
        close(socket.getSource());
        close(socket.getSink());
    }

    private static void close(Closeable half) {
        try {
            half.close();
        } catch (IOException | RuntimeException ignored) {
            // As said above.
        }
    }
}
