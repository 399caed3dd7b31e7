package dev.holdfast.allocation;

import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.fixtures.InMemoryConnection;
import dev.holdfast.fixtures.InMemoryTransport;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.Target;
import org.jspecify.annotations.Nullable;

/**
 * A transport of one connection, which reads the same block again and again for as long as a {@link Meter} asks. The loop
 * and the workers run on the reading thread, before each read, so that one thread does all the work.
 */
final class BlockTransport extends InMemoryTransport {
    private final FakeLoop loop;
    private final Meter meter;
    private final byte[] block;
    private final int readBytes;
    private final FrameReader reader;
    private final @Nullable FrameWriter writer;
    private final Connection connection = new BlockConnection();

    /**
     * Makes a transport.
     *
     * @param messagesPerRead how many messages a read returns; the messages of the block have the same size
     * @param writer null for a transport that only receives
     */
    BlockTransport(
            FakeLoop loop,
            Meter meter,
            byte[] block,
            int messagesPerRead,
            FrameReader reader,
            @Nullable FrameWriter writer) {
        super("block", writer != null);
        this.loop = loop;
        this.meter = meter;
        this.block = block;
        this.readBytes = block.length / Meter.BLOCK * messagesPerRead;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Connection newConnection(Target target) {
        return connection;
    }

    private final class BlockConnection extends InMemoryConnection {
        private int at;

        @Override
        public int read(byte[] into) {
            loop.run();
            if (at == 0 && !meter.next()) return -1;
            int length = Math.min(into.length, Math.min(readBytes, block.length - at));
            System.arraycopy(block, at, into, 0, length);
            at = (at + length) % block.length;
            return length;
        }

        @Override
        public FrameReader reader() {
            return reader;
        }

        @Override
        public @Nullable FrameWriter writer() {
            return writer;
        }
    }
}
