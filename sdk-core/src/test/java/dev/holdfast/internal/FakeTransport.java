package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Bytes;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A transport whose connections the test holds in its hand. */
final class FakeTransport implements Transport, Dialer {
    private final boolean sends;
    /** Every connection ever dialled, in order. */
    final List<FakeConnection> connections = new ArrayList<>();

    FakeTransport(boolean sends) {
        this.sends = sends;
    }

    /** What driving a link throws. */
    Error noThread;

    /** Drives links: dials at once, and leaves the answer to the test. */
    void drive(Runnable pump) {
        if (noThread != null) throw noThread;
        FakeConnection connection = new FakeConnection(((ReadPump) pump).link());
        connections.add(connection);
    }

    FakeConnection last() {
        return connections.get(connections.size() - 1);
    }

    /** Lets the dials that were given up come back empty-handed, as real ones do. */
    void returnLost() {
        for (FakeConnection connection : new ArrayList<>(connections)) {
            if (!connection.opened && connection.link.isOver()) connection.accept();
        }
    }

    /** Connections that are neither refused, dropped nor cancelled. */
    long live() {
        return connections.stream().filter(c -> !c.over()).count();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean sends() {
        return sends;
    }

    @Override
    public boolean accepts(String scheme) {
        return true;
    }

    @Override
    public Dialer dialer(Environment environment) {
        return this;
    }

    @Override
    public Connection newConnection(Target target) {
        FakeConnection connection = opening;
        connection.target = target;
        return connection;
    }

    boolean closed;
    private FakeConnection opening;

    @Override
    public void close() {
        closed = true;
    }

    /** One connection, and the server at its other end. */
    final class FakeConnection implements Connection, FrameReader, FrameWriter {
        final Link link;
        final Map<String, String> headers = new HashMap<>();
        /** What the client sent: data frames as they are, {@code <ping>}, {@code <pong>}, {@code <close 1000>}. */
        final List<String> sent = new ArrayList<>();

        Target target = Target.of("none");
        boolean cancelled;
        boolean abandoned;
        boolean released;
        private boolean opened;
        private boolean left;
        private final ArrayDeque<Consumer<FrameSink>> incoming = new ArrayDeque<>();
        private final ArrayDeque<Frame> frames = new ArrayDeque<>();
        private IOException refusal;

        FakeConnection(Link link) {
            this.link = link;
        }

        boolean over() {
            return cancelled || left || link.isOver();
        }

        // ---- what the server does

        void accept() {
            opening = this;
            try {
                link.open();
                opened = true;
                link.aboutToRead();
            } catch (Throwable t) {
                leave(Failures.reason(t));
            }
        }

        void refuse(CloseReason reason) {
            refusal = new CloseException(reason);
            accept();
        }

        void text(String text) {
            frame(Frame.text(text));
        }

        void text(String text, String id) {
            frame(new Frame().setText(text, null, id, text.length()));
        }

        void frame(Frame frame) {
            frames.add(frame);
            feed();
        }

        /** What one read brings. Each text is its own id. */
        void texts(String... texts) {
            for (String text : texts) frames.add(new Frame().setText(text, null, text, text.length()));
            feed();
        }

        /** Anything but a frame: a pong, a goodbye, a retry. */
        void says(Consumer<FrameSink> word) {
            incoming.add(word);
            feed();
        }

        /** A byte that means nothing, such as a comment's. */
        void byteOnly() {
            feed();
        }

        private void feed() {
            try {
                link.received(new byte[1], 1);
                link.aboutToRead();
                if (link.farewell() != null) leave(link.farewell());
            } catch (Throwable t) {
                leave(Failures.reason(t));
            }
        }

        void drop(CloseReason reason) {
            leave(reason);
        }

        private void leave(CloseReason reason) {
            if (left) return;
            left = true;
            link.leave(reason);
        }

        // ---- what the client does

        @Override
        public void open() throws IOException {
            if (refusal != null) throw refusal;
            if (cancelled) throw new IOException("cancelled");
        }

        @Override
        public String header(String name) {
            return headers.get(name);
        }

        @Override
        public FrameReader reader() {
            return this;
        }

        @Override
        public FrameWriter writer() {
            return sends ? this : null;
        }

        @Override
        public int read(byte[] into) {
            throw new AssertionError("the test feeds");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void cancel() {
            cancelled = true;
            if (opened) leave(CloseReason.retryable(CloseReason.Kind.NETWORK, "cancelled"));
        }

        @Override
        public void abandon() {
            abandoned = true;
        }

        @Override
        public void release() {
            released = true;
        }

        @Override
        public int feed(byte[] bytes, int offset, int length, FrameSink sink) {
            for (Consumer<FrameSink> word = incoming.poll(); word != null; word = incoming.poll()) word.accept(sink);
            for (Frame frame = frames.poll(); frame != null; frame = frames.poll()) {
                if (!sink.frame(frame)) return frames.isEmpty() ? length : 0;
            }
            return length;
        }

        @Override
        public CloseReason end() {
            return CloseReason.retryable(CloseReason.Kind.END_OF_STREAM, "end");
        }

        @Override
        public void message(Frame frame, Bytes out) {
            say(frame.text(), out);
        }

        @Override
        public void ping(byte[] payload, Bytes out) {
            say("<ping>", out);
        }

        @Override
        public void pong(byte[] payload, Bytes out) {
            say("<pong>", out);
        }

        @Override
        public void close(int code, String reason, Bytes out) {
            say("<close " + code + ">", out);
        }

        private void say(String what, Bytes out) {
            sent.add(what);
            out.write(0);
        }
    }
}
