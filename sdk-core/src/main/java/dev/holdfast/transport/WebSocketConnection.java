package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A WebSocket connection: the upgrade request, and the socket that OkHttp returns after the upgrade. */
final class WebSocketConnection implements Connection {
    private final Target target;
    private final Environment environment;
    private final WebSocketHandshake handshake;
    private final HttpEngine.Exchange exchange;

    /** Held during a write, so that {@link #release} never closes the sink while it is in use. */
    private final ReentrantLock writing = new ReentrantLock();

    private boolean released;
    private volatile @Nullable Opened opened;

    /** The parts that exist after the upgrade. */
    private static final class Opened {
        final Response head;
        final UpgradedSocket socket;
        final WebSocketReader reader;
        final WebSocketWriter writer;

        Opened(Response head, UpgradedSocket socket, WebSocketReader reader, WebSocketWriter writer) {
            this.head = head;
            this.socket = socket;
            this.reader = reader;
            this.writer = writer;
        }
    }

    WebSocketConnection(HttpEngine engine, Environment environment, Target target, boolean compression) {
        this.target = target;
        this.environment = environment;
        this.handshake = new WebSocketHandshake(environment, target, compression);
        this.exchange = engine.newExchange(target, handshake);
    }

    @Override
    public void open() throws IOException {
        if (!target.method().equals("GET") || target.body() != null) {
            throw new CloseException(CloseReason.fatal(
                    CloseReason.Kind.INTERNAL,
                    "A WebSocket request must be a GET without a body, and its method is " + target.method()
                            + ". Send the body as a message instead"));
        }
        Response head = exchange.open();
        PerMessageDeflate deflate = handshake.deflate();
        opened = new Opened(
                head,
                new UpgradedSocket(head),
                new WebSocketReader(environment.limits().maxMessageBytes(), deflate),
                new WebSocketWriter(environment.maskKeys(), deflate));
    }

    @Override
    public @Nullable String header(String name) {
        return opened().head.header(name);
    }

    @Override
    public FrameReader reader() {
        return opened().reader;
    }

    @Override
    public FrameWriter writer() {
        return opened().writer;
    }

    @Override
    public int read(byte[] into) throws IOException {
        try {
            return opened().socket.read(into);
        } catch (IOException e) {
            throw exchange.failure(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writing.lock();
        try {
            if (released) throw new IOException("The connection was released");
            opened().socket.write(bytes, offset, length);
        } catch (IOException e) {
            throw exchange.failure(e);
        } finally {
            writing.unlock();
        }
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
        // Cancel first. This unblocks a thread that is still writing, so that it releases the lock.
        exchange.cancel();
        Opened open = opened;
        writing.lock();
        try {
            released = true;
            if (open != null) {
                open.reader.release();
                open.writer.release();
            }
            exchange.release(); // closes the socket
        } finally {
            writing.unlock();
        }
    }

    /** Returns whether reads bypass okio. */
    boolean direct() {
        return opened().socket.direct();
    }

    private Opened opened() {
        Opened open = opened;
        if (open == null) throw new IllegalStateException("The connection is not open");
        return open;
    }
}
