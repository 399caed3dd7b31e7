package dev.holdfast.transport;

import static dev.holdfast.transport.Wire.bytes;
import static dev.holdfast.transport.Wire.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameSink;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Tests hostile peers. The memory held is bounded by the bytes they sent and by the limit. */
final class WebSocketHostileTest {
    private final Counter counter = new Counter();

    @Test
    void whatIsAnnouncedIsNotAllocated() throws CloseException {
        WebSocketReader reader = new WebSocketReader(Integer.MAX_VALUE, null);
        byte[] head = bytes(0x82, 127, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF);
        long before = allocated();
        reader.feed(head, 0, head.length, counter);
        reader.feed(new byte[100], 0, 100, counter);
        assertThat(allocated() - before).isLessThan(1 << 20);
    }

    @Test
    void aDeflateBombStopsAtTheLimit() throws CloseException {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] bomb = frame(0xC2, Wire.deflate(deflater, new byte[64 << 20]));
        deflater.end();
        int limit = 1 << 20;
        WebSocketReader reader = new WebSocketReader(limit, WebSocketDeflateTest.negotiated(""));
        long before = allocated();
        int code = 0;
        try {
            reader.feed(bomb, 0, bomb.length, counter);
        } catch (CloseException e) {
            code = e.reason().code();
        }
        // Growing by doubling allocates twice the final size.
        assertThat(allocated() - before).isLessThan(5L * limit);
        assertThat(code).isEqualTo(1009);
        reader.release();
    }

    @Test
    void endlessEmptyFragmentsHoldNothing() throws CloseException {
        WebSocketReader reader = new WebSocketReader(1000, null);
        byte[] first = frame(0x01, "");
        reader.feed(first, 0, first.length, counter);
        byte[] many = new byte[20_000];
        reader.feed(many, 0, many.length, counter);
        long before = allocated();
        for (int i = 0; i < 100; i++) reader.feed(many, 0, many.length, counter);
        assertThat(allocated() - before).isLessThan(100_000);
        assertThat(counter.total).isZero();
    }

    @Test
    void endlessSmallFragmentsEndAtTheLimit() throws CloseException {
        WebSocketReader reader = new WebSocketReader(1000, null);
        byte[] first = frame(0x02, "x");
        byte[] next = frame(0x00, "x");
        reader.feed(first, 0, first.length, counter);
        for (int i = 1; i < 1000; i++) reader.feed(next, 0, next.length, counter);
        assertThatThrownBy(() -> reader.feed(next, 0, next.length, counter)).hasMessageContaining("1000 bytes");
    }

    @Test
    void aFloodOfPingsHoldsNothing() throws CloseException {
        WebSocketReader reader = new WebSocketReader(1000, null);
        byte[] ping = frame(0x89, "x".repeat(125));
        for (int i = 0; i < 1000; i++) reader.feed(ping, 0, ping.length, counter);
        long before = allocated();
        for (int i = 0; i < 100_000; i++) reader.feed(ping, 0, ping.length, counter);
        // Each payload is passed in an array of its own and nothing else is allocated.
        assertThat(allocated() - before).isLessThan(100_000 * 160L);
        assertThat(counter.total).isEqualTo(101_000);
    }

    @Test
    void anOrdinaryMessageCostsItsStringOnly() throws CloseException {
        WebSocketReader reader = new WebSocketReader(1000, null);
        byte[] one = frame(0x81, "x".repeat(120));
        for (int i = 0; i < 20_000; i++) reader.feed(one, 0, one.length, counter);
        long before = allocated();
        for (int i = 0; i < 100_000; i++) reader.feed(one, 0, one.length, counter);
        // A String and its array of 120 bytes: 24 and 136 bytes.
        assertThat(allocated() - before).isLessThan(100_000 * 168L);
    }

    @Test
    void rubbishIsReadTheSameHoweverItIsCut() throws CloseException {
        Random random = new Random(99);
        for (int round = 0; round < 20_000; round++) {
            byte[] wire = Wire.join(
                    frame(0x01, "é东"),
                    frame(0x89, "p"),
                    frame(0x80, "ß"),
                    frame(0xC1, bytes(0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00)),
                    frame(0x82, "x".repeat(200)),
                    frame(0x88, bytes(3, 0xE8)));
            for (int i = random.nextInt(4); i >= 0; i--) wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
            SinkRecorder whole = new SinkRecorder(false);
            SinkRecorder pieces = new SinkRecorder(random.nextBoolean());
            read(whole, wire, wire.length);
            read(pieces, wire, 1 + random.nextInt(5));
            assertThat(pieces.events).isEqualTo(whole.events);
        }
    }

    private static void read(SinkRecorder sink, byte[] wire, int size) throws CloseException {
        WebSocketReader reader = new WebSocketReader(1000, WebSocketDeflateTest.negotiated(""));
        sink.feed(reader, wire, size);
        reader.release();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static final class Counter implements FrameSink {
        int total;

        @Override
        public boolean onFrame(Frame frame) {
            total++;
            return true;
        }

        @Override
        public void onPing(byte[] payload) {
            total++;
        }

        @Override
        public void onPong(byte[] payload) {
            total++;
        }

        @Override
        public void onRetry(long millis) {}

        @Override
        public void onClose(CloseReason reason) {}
    }
}
