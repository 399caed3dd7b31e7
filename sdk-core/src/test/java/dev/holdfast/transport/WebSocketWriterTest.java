package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseException;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.GrowableBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

final class WebSocketWriterTest {
    private final Random random = new Random(7);
    private final GrowableBytes out = new GrowableBytes(0);

    private final WebSocketWriter writer = new WebSocketWriter(this::key, null);

    @Test
    void aMaskedTextToTheByte() {
        WebSocketWriter fixed = new WebSocketWriter(() -> HexFormat.of().parseHex("37fa213d"), null);
        // RFC 6455 section 5.7.
        fixed.message(Frame.text("Hello"), out);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.size())).isEqualTo("818537fa213d7f9f4d5158");
    }

    @Test
    void everyLengthComesBack() {
        for (int length : new int[] {0, 1, 2, 3, 4, 5, 124, 125, 126, 127, 65_535, 65_536, 200_000}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            writer.message(Frame.binary(payload), out);
            Sent sent = next();
            assertThat(sent.first).isEqualTo(0x82);
            assertThat(sent.payload).isEqualTo(payload);
            int form = length < 126 ? 2 : length < 65_536 ? 4 : 10;
            assertThat(sent.size).isEqualTo(form + 4 + length);
        }
    }

    @Test
    void textIsUtf8() {
        for (String text : new String[] {"", "a", "é", "東京", "🚀", "aé東🚀z", "é".repeat(300), "\uFFFD"}) {
            writer.message(Frame.text(text), out);
            Sent sent = next();
            assertThat(sent.first).isEqualTo(0x81);
            assertThat(sent.payload).isEqualTo(text.getBytes(UTF_8));
        }
        writer.message(Frame.text("a\uD83Db\uDE80\uD83D"), out);
        assertThat(next().payload).isEqualTo("a\uFFFDb\uFFFD\uFFFD".getBytes(UTF_8));
        writer.message(Frame.text("\uD83D\uD83D\uDE80"), out);
        assertThat(next().payload).isEqualTo("\uFFFD🚀".getBytes(UTF_8));
    }

    @Test
    void controlFrames() {
        writer.ping(new byte[] {1, 2}, out);
        writer.pong(new byte[125], out);
        Sent ping = next();
        assertThat(ping.first).isEqualTo(0x89);
        assertThat(ping.payload).containsExactly(1, 2);
        Sent pong = next();
        assertThat(pong.first).isEqualTo(0x8A);
        assertThat(pong.payload).isEqualTo(new byte[125]);
        assertThatThrownBy(() -> writer.ping(new byte[126], out)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.message(new Frame(), out)).isInstanceOf(IllegalArgumentException.class);
        assertThat(out.size()).isZero();
    }

    @Test
    void aLongReasonIsCutAtACharacter() {
        goodbye(1000, "bye", "bye");
        goodbye(3001, "", "");
        goodbye(1000, "x".repeat(200), "x".repeat(123));
        goodbye(1000, "x".repeat(122) + "é", "x".repeat(122));
        goodbye(1000, "x".repeat(121) + "éé", "x".repeat(121) + "é");
        goodbye(1000, "🚀".repeat(40), "🚀".repeat(30));
        goodbye(1000, "東".repeat(50), "東".repeat(41));
        goodbye(1000, "x\uD83D", "x\uFFFD");
    }

    @Test
    void aCodeThatMayNotBeSentIsLeftOut() {
        for (int code : new int[] {-1, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000}) {
            writer.close(code, "bye", out);
            Sent sent = next();
            assertThat(sent.first).isEqualTo(0x88);
            assertThat(sent.payload).isEmpty();
        }
    }

    @Test
    void eachFrameTakesAKeyOfItsOwn() throws CloseException {
        Set<Integer> taken = new HashSet<>();
        int[] count = {0};
        Supplier<byte[]> counting = () -> {
            count[0]++;
            byte[] key = key();
            taken.add(ByteBuffer.wrap(key).getInt());
            return key;
        };
        WebSocketWriter compressing = new WebSocketWriter(counting, WebSocketDeflateTest.negotiated(""));
        compressing.message(Frame.text("a"), out);
        compressing.message(Frame.text("a".repeat(5000)), out);
        compressing.message(Frame.binary(new byte[5000]), out);
        compressing.ping(new byte[0], out);
        compressing.pong(new byte[0], out);
        compressing.close(1000, "", out);
        compressing.release();
        for (int i = 0; i < 6; i++) assertThat(taken).contains(next().key);
        assertThat(count[0]).isEqualTo(6);
        assertThat(taken).hasSize(6);
    }

    @Test
    void onlyWhatIsWorthItIsCompressed() throws CloseException {
        WebSocketWriter compressing = new WebSocketWriter(this::key, WebSocketDeflateTest.negotiated(""));
        compressing.message(Frame.text("a".repeat(255)), out);
        assertThat(next().first).isEqualTo(0x81);
        compressing.message(Frame.text("a".repeat(256)), out);
        Sent sent = next();
        assertThat(sent.first).isEqualTo(0xC1);
        assertThat(sent.payload.length).isLessThan(40);
        compressing.release();
        compressing.message(Frame.text("a".repeat(256)), out);
        assertThat(next().first).isEqualTo(0x81);

        WebSocketWriter narrow =
                new WebSocketWriter(this::key, WebSocketDeflateTest.negotiated("; client_max_window_bits=14"));
        narrow.message(Frame.binary(new byte[5000]), out);
        assertThat(next().first).isEqualTo(0x82);
    }

    @Test
    void messagesComeBackInAllCombinationsOfTakeover() throws Exception {
        for (String client : new String[] {"", "; client_no_context_takeover"}) {
            for (String server : new String[] {"", "; server_no_context_takeover"}) {
                roundTrip(client, server);
            }
        }
    }

    /** A server built from JDK classes that reads each message and returns it in its own encoding. */
    private void roundTrip(String client, String server) throws Exception {
        WebSocketWriter ours = new WebSocketWriter(this::key, WebSocketDeflateTest.negotiated(client + server));
        WebSocketReader reader = new WebSocketReader(1 << 20, WebSocketDeflateTest.negotiated(client + server));
        Inflater inflater = new Inflater(true);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        SinkRecorder expected = new SinkRecorder(false);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            Frame frame = randomFrame();
            byte[] plain = frame.bytes();
            boolean text = frame.kind() == Frame.Kind.TEXT;
            expected.onFrame(text ? new Frame().setText(frame.text(), null, null, plain.length) : frame);
            ours.message(frame, out);
            Sent sent = next();
            assertThat(sent.first).isEqualTo((text ? 0x81 : 0x82) | (plain.length >= 256 ? 0x40 : 0));
            byte[] read = sent.payload;
            if (plain.length >= 256) {
                read = Wire.inflate(inflater, sent.payload);
                if (!client.isEmpty()) inflater.reset();
            }
            assertThat(read).isEqualTo(plain);
            wire.writeBytes(Wire.frame(text ? 0xC1 : 0xC2, Wire.deflate(deflater, plain)));
            if (!server.isEmpty()) deflater.reset();
        }
        SinkRecorder sink = new SinkRecorder(random.nextBoolean());
        sink.feed(reader, wire.toByteArray(), 1 + random.nextInt(10_000));
        ours.release();
        reader.release();
        inflater.end();
        deflater.end();
        assertThat(sink.events).isEqualTo(expected.events);
    }

    private Frame randomFrame() {
        int length = random.nextInt(4) == 0 ? random.nextInt(30_000) : random.nextInt(600);
        if (random.nextInt(3) == 0) {
            byte[] payload = new byte[length];
            if (random.nextBoolean()) random.nextBytes(payload);
            return Frame.binary(payload);
        }
        String alphabet = random.nextBoolean() ? "abc" : "aé東\u0000ß";
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            if (random.nextInt(20) == 0) text.append("🚀");
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return Frame.text(text.toString());
    }

    private void goodbye(int code, String reason, String expected) {
        writer.close(code, reason, out);
        Sent sent = next();
        assertThat(sent.first).isEqualTo(0x88);
        assertThat(sent.payload).isEqualTo(Wire.join(Wire.bytes(code >> 8, code), expected.getBytes(UTF_8)));
    }

    private byte[] key() {
        byte[] key = new byte[4];
        random.nextBytes(key);
        return key;
    }

    private static final class Sent {
        final int first;
        final int key;
        final byte[] payload;
        final int size;

        Sent(int first, int key, byte[] payload, int size) {
            this.first = first;
            this.key = key;
            this.payload = payload;
            this.size = size;
        }
    }

    /** Removes the first frame from the output and unmasks it. */
    private Sent next() {
        ByteBuffer buffer = ByteBuffer.wrap(out.array(), 0, out.size());
        int first = buffer.get() & 0xFF;
        int second = buffer.get() & 0xFF;
        assertThat(second & 0x80).as("mask bit").isNotZero();
        int length = second & 0x7F;
        if (length == 126) length = buffer.getShort() & 0xFFFF;
        else if (length == 127) length = (int) buffer.getLong();
        int keyAt = buffer.position();
        int key = buffer.getInt();
        byte[] payload = new byte[length];
        buffer.get(payload);
        for (int i = 0; i < length; i++) payload[i] ^= out.array()[keyAt + i % 4];
        int size = buffer.position();
        byte[] rest = Arrays.copyOfRange(out.array(), size, out.size());
        out.clear(0);
        out.write(rest, 0, rest.length);
        return new Sent(first, key, payload, size);
    }
}
