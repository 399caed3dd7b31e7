package dev.holdfast.benchmarks;

import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transport whose reads return the same bytes repeatedly, as many times as permitted. */
final class MemoryTransport implements Transport {
    private final Feeder feeder;
    private final byte[] bytes;
    private final Supplier<FrameReader> readers;

    MemoryTransport(Feeder feeder, byte[] bytes, Supplier<FrameReader> readers) {
        this.feeder = feeder;
        this.bytes = bytes;
        this.readers = readers;
    }

    /** The control of how many reads are permitted. */
    static final class Feeder {
        private final Semaphore batches = new Semaphore(0);
        private volatile int batch;
        private int left;

        /** Permits a number of reads. Call it again only after the previous batch is consumed. */
        void allow(int reads) {
            batch = reads;
            batches.release();
        }

        private void take() throws InterruptedException {
            if (left == 0) {
                batches.acquire();
                left = batch;
            }
            left--;
        }
    }

    @Override
    public String name() {
        return "memory";
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
        return new Dialer() {
            @Override
            public Connection newConnection(Target target) {
                return new MemoryConnection();
            }

            @Override
            public void close() {}
        };
    }

    private final class MemoryConnection implements Connection {
        private final FrameReader reader = readers.get();
        private int at;
        private boolean open;
        private volatile boolean cancelled;

        @Override
        public void open() {
            open = true;
        }

        @Override
        public @Nullable String header(String name) {
            return null;
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
        public int read(byte[] into) {
            try {
                if (at == 0) feeder.take();
            } catch (InterruptedException e) {
                return -1;
            }
            if (cancelled || !open) return -1;
            int n = Math.min(into.length, bytes.length - at);
            System.arraycopy(bytes, at, into, 0, n);
            at = (at + n) % bytes.length;
            return n;
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel() {
            cancelled = true;
            feeder.allow(1);
        }

        @Override
        public void abandon() {
            cancel();
        }

        @Override
        public void release() {}
    }
}
