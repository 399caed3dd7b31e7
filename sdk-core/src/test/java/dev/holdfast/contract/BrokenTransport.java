package dev.holdfast.contract;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A transport that delegates to another one, with a fault that a subclass adds. */
class BrokenTransport implements Transport {
    private final Transport sound;

    BrokenTransport(Transport sound) {
        this.sound = sound;
    }

    Environment environment(Environment given) {
        return given;
    }

    Connection connection(Connection made, Target target) {
        return made;
    }

    @Override
    public String name() {
        return sound.name();
    }

    @Override
    public boolean canSend() {
        return sound.canSend();
    }

    @Override
    public boolean supportsScheme(String scheme) {
        return sound.supportsScheme(scheme);
    }

    @Override
    public Dialer dialer(Environment given) {
        Dialer dialer = sound.dialer(environment(given));
        return new Dialer() {
            @Override
            public Connection newConnection(Target target) {
                return connection(dialer.newConnection(target), target);
            }

            @Override
            public void close() {
                dialer.close();
            }
        };
    }

    /** Passes everything on. */
    static class Line implements Connection {
        final Connection sound;

        Line(Connection sound) {
            this.sound = sound;
        }

        @Override
        public void open() throws IOException {
            sound.open();
        }

        @Override
        public @Nullable String header(String name) {
            return sound.header(name);
        }

        @Override
        public FrameReader reader() {
            return sound.reader();
        }

        @Override
        public @Nullable FrameWriter writer() {
            return sound.writer();
        }

        @Override
        public int read(byte[] into) throws IOException {
            return sound.read(into);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sound.write(bytes, offset, length);
        }

        @Override
        public void cancel() {
            sound.cancel();
        }

        @Override
        public void abandon() {
            sound.abandon();
        }

        @Override
        public void release() {
            sound.release();
        }
    }

    /** A connection with another reader. */
    static final class ReadingLine extends Line {
        private final UnaryOperator<FrameReader> broken;
        private @Nullable FrameReader reader;

        ReadingLine(Connection sound, UnaryOperator<FrameReader> broken) {
            super(sound);
            this.broken = broken;
        }

        @Override
        public FrameReader reader() {
            if (reader == null) reader = broken.apply(sound.reader());
            return reader;
        }
    }

    /** Passes everything on. */
    static class Cutter implements FrameReader {
        private final FrameReader sound;

        Cutter(FrameReader sound) {
            this.sound = sound;
        }

        @Override
        public int feed(byte[] bytes, int offset, int length, FrameSink sink) throws dev.holdfast.CloseException {
            return sound.feed(bytes, offset, length, sink);
        }

        @Override
        public CloseReason end() {
            return sound.end();
        }
    }
}
