package dev.holdfast.internal.link;

import dev.holdfast.fixtures.InMemoryConnection;
import dev.holdfast.fixtures.InMemoryTransport;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A transport whose calls all block until the test ends. */
public final class SwampedWire extends InMemoryTransport {
    public final CountDownLatch dry = new CountDownLatch(1);
    public final CountDownLatch opening = new CountDownLatch(1);
    private final Connection connection = new SwampedConnection();

    public SwampedWire() {
        super("swamp", false);
    }

    private void sink() {
        try {
            dry.await();
        } catch (InterruptedException e) {
            sink(); // ignores interrupts too, as a name lookup does
        }
    }

    @Override
    public Connection newConnection(Target target) {
        return connection;
    }

    @Override
    public void close() {
        sink();
    }

    private final class SwampedConnection extends InMemoryConnection {
        @Override
        public void open() throws IOException {
            opening.countDown();
            sink();
            throw new IOException("dry at last");
        }

        @Override
        public FrameReader reader() {
            throw new AssertionError("never open");
        }

        @Override
        public int read(byte[] into) {
            return -1;
        }

        @Override
        public void cancel() {
            sink();
        }

        @Override
        public void release() {
            sink();
        }
    }
}
