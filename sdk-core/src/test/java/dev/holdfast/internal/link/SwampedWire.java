package dev.holdfast.internal.link;

import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A transport whose calls all block until the test ends. */
public final class SwampedWire implements Transport, Dialer, Connection {
    public final CountDownLatch dry = new CountDownLatch(1);
    public final CountDownLatch opening = new CountDownLatch(1);

    private void sink() {
        try {
            dry.await();
        } catch (InterruptedException e) {
            sink(); // ignores interrupts too, as a name lookup does
        }
    }

    @Override
    public String name() {
        return "swamp";
    }

    @Override
    public boolean canSend() {
        return false;
    }

    @Override
    public boolean supportsScheme(String scheme) {
        return true;
    }

    @Override
    public Dialer dialer(Environment environment) {
        return this;
    }

    @Override
    public Connection newConnection(Target target) {
        return this;
    }

    @Override
    public void close() {
        sink();
    }

    @Override
    public void open() throws IOException {
        opening.countDown();
        sink();
        throw new IOException("dry at last");
    }

    @Override
    public String header(String name) {
        return null;
    }

    @Override
    public FrameReader reader() {
        throw new AssertionError("never open");
    }

    @Override
    public FrameWriter writer() {
        return null;
    }

    @Override
    public int read(byte[] into) {
        return -1;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {}

    @Override
    public void cancel() {
        sink();
    }

    @Override
    public void abandon() {}

    @Override
    public void release() {
        sink();
    }
}
