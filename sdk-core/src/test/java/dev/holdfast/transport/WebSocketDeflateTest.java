package dev.holdfast.transport;

import static dev.holdfast.transport.Wire.bytes;
import static dev.holdfast.transport.Wire.frame;
import static dev.holdfast.transport.Wire.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Tests RFC 7692: the negotiation, and reading with its result. */
final class WebSocketDeflateTest {
    private static final int LIMIT = 1000;

    /** The examples of RFC 7692 section 7.2.3. */
    @Test
    void theExamplesOfTheStandard() throws CloseException {
        byte[] hello = bytes(0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00);
        reads("", frame(0xC1, hello), "text Hello 5");
        reads(
                "",
                join(frame(0x41, bytes(0xF2, 0x48, 0xCD)), frame(0x89, ""), frame(0x80, bytes(0xC9, 0xC9, 7, 0))),
                "ping ",
                "text Hello 5");
        reads(
                "",
                join(frame(0xC1, hello), frame(0xC1, bytes(0xF2, 0x00, 0x11, 0x00, 0x00))),
                "text Hello 5",
                "text Hello 5");
        reads(
                "; server_no_context_takeover",
                join(frame(0xC1, hello), frame(0xC1, hello)),
                "text Hello 5",
                "text Hello 5");
        // An uncompressed message, then a stored block, then a final block, then two blocks.
        reads("", frame(0x81, "Hello"), "text Hello 5");
        reads("", frame(0xC1, bytes(0, 5, 0, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0)), "text Hello 5");
        byte[] last = bytes(0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00);
        reads(
                "",
                join(frame(0xC1, last), frame(0xC1, last), frame(0xC1, hello)),
                "text Hello 5",
                "text Hello 5",
                "text Hello 5");
        reads(
                "",
                frame(0xC1, bytes(0xF2, 0x48, 0x05, 0, 0, 0, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00)),
                "text Hello 5");
        reads("", frame(0xC2, bytes(0)), "binary  0");
    }

    @Test
    void whatIsMarkedAsCompressedWhereNothingMayBe() throws CloseException {
        String broken = "error PROTOCOL 1002";
        reads("", join(frame(0x01, "a"), frame(0xC0, bytes(0))), broken);
        reads("", frame(0xC9, ""), broken);
        reads("", frame(0xC8, ""), broken);
        reads("", frame(0xA1, ""), broken);
        // Without context takeover, the second message refers to missing data. So does random data.
        reads(
                "; server_no_context_takeover",
                join(frame(0xC1, bytes(0xF2, 0x48, 0xCD, 0xC9, 0xC9, 7, 0)), frame(0xC1, bytes(0xF2, 0, 0x11, 0, 0))),
                "text Hello 5",
                "error PROTOCOL 1007");
        reads("", frame(0xC1, bytes(0xFF, 0xFF, 0xFF)), "error PROTOCOL 1007");
        reads("", frame(0xC1, deflate(new byte[] {'a', (byte) 0xFF})), "error PROTOCOL 1007");
    }

    @Test
    void theLimitHoldsWhileInflating() throws CloseException {
        reads("", frame(0xC1, deflate("x".repeat(LIMIT).getBytes(UTF_8))), "text " + "x".repeat(LIMIT) + " 1000");
        reads("", frame(0xC1, deflate("x".repeat(LIMIT + 1).getBytes(UTF_8))), "error TOO_LARGE 1009");
        byte[] noise = new byte[LIMIT];
        new Random(1).nextBytes(noise);
        SinkRecorder sink = new SinkRecorder(false);
        sink.feed(new WebSocketReader(LIMIT, negotiated("")), frame(0xC2, deflate(noise)), 100);
        assertThat(sink.events.get(0)).startsWith("binary").endsWith(" 1000");
        // The announced length exceeds any compressed form of a message within the limit.
        reads("", bytes(0xC1, 126, 0x08, 0x00), "error TOO_LARGE 1009");
    }

    @Test
    void randomMessagesOfAServerWithAndWithoutTakeover() throws CloseException {
        for (String parameters : List.of("", "; server_no_context_takeover", "; server_max_window_bits=9")) {
            Random random = new Random(parameters.length());
            Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
            SinkRecorder expected = new SinkRecorder(false);
            byte[] wire = {};
            for (int i = 0; i < 60; i++) {
                String text = ("{\"price\":" + random.nextInt(1000) + ",\"é\":\"東\"}").repeat(random.nextInt(30));
                byte[] plain = text.getBytes(UTF_8);
                byte[] payload = Wire.deflate(deflater, plain);
                if (parameters.contains("no_context")) deflater.reset();
                int cut = random.nextInt(payload.length);
                byte[] first = Arrays.copyOf(payload, cut);
                byte[] rest = Arrays.copyOfRange(payload, cut, payload.length);
                wire = join(wire, frame(0x41, first), frame(0x89, "p"), frame(0x80, rest));
                expected.onPing(bytes('p'));
                expected.events.add("text " + text + " " + plain.length);
            }
            deflater.end();
            for (int size : new int[] {1, 2, 3, 13, 500, 8192, wire.length}) {
                for (boolean stopping : new boolean[] {false, true}) {
                    SinkRecorder sink = new SinkRecorder(stopping);
                    WebSocketReader reader = new WebSocketReader(1 << 20, negotiated(parameters));
                    sink.feed(reader, wire, size);
                    reader.release();
                    assertThat(sink.events).isEqualTo(expected.events);
                }
            }
        }
    }

    @Test
    void answersThatAreUnderstood() throws CloseException {
        assertThat(PerMessageDeflate.accept(List.of(), true)).isNull();
        assertThat(PerMessageDeflate.accept(List.of(""), false)).isNull();
        PerMessageDeflate plain = PerMessageDeflate.accept(List.of("permessage-deflate"), true);
        assertThat(plain.compressesOutgoing()).isTrue();
        assertThat(plain.clientNoContextTakeover()).isFalse();
        assertThat(plain.serverNoContextTakeover()).isFalse();
        PerMessageDeflate all = PerMessageDeflate.accept(
                List.of(" ,Permessage-Deflate ;server_no_context_takeover;\tclient_no_context_takeover "
                        + "; server_max_window_bits=\"8\" ; client_max_window_bits=14"),
                true);
        assertThat(all.compressesOutgoing()).isFalse();
        assertThat(all.clientNoContextTakeover()).isTrue();
        assertThat(all.serverNoContextTakeover()).isTrue();
        assertThat(negotiated("; client_max_window_bits=15").compressesOutgoing())
                .isTrue();
    }

    @Test
    void answersThatAreRefused() {
        for (String parameters : List.of(
                "; unknown",
                "; server_no_context_takeover=1",
                "; client_no_context_takeover=\"true\"",
                "; server_no_context_takeover; server_no_context_takeover",
                "; server_max_window_bits",
                "; client_max_window_bits",
                "; client_max_window_bits=7",
                "; client_max_window_bits=16",
                "; client_max_window_bits=08",
                "; client_max_window_bits=+9",
                "; client_max_window_bits=",
                "; client_max_window_bits=\"",
                "; client_max_window_bits=\"9",
                "; client_max_window_bits=\"\"",
                ";",
                "; ;",
                " x",
                "; a b",
                "; é",
                ", permessage-deflate",
                ", x-other")) {
            assertThatThrownBy(() -> negotiated(parameters))
                    .as(parameters)
                    .isInstanceOfSatisfying(CloseException.class, e -> {
                        assertThat(e.reason().retryable()).isFalse();
                        assertThat(e.reason().code()).isEqualTo(1010);
                    });
        }
        assertThatThrownBy(() -> PerMessageDeflate.accept(List.of("permessage-deflate"), false))
                .hasMessageContaining("'permessage-deflate', but the client offered none");
        assertThatThrownBy(() -> PerMessageDeflate.accept(List.of("permessage-deflate", "permessage-deflate"), true))
                .hasMessageContaining(
                        "'permessage-deflate, permessage-deflate', but the client offered permessage-deflate");
    }

    static PerMessageDeflate negotiated(String parameters) throws CloseException {
        return PerMessageDeflate.accept(List.of("permessage-deflate" + parameters), true);
    }

    private static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            return Wire.deflate(deflater, message);
        } finally {
            deflater.end();
        }
    }

    private static void reads(String parameters, byte[] wire, String... expected) throws CloseException {
        for (boolean stopping : new boolean[] {false, true}) {
            for (int cut = 0; cut <= wire.length; cut++) {
                SinkRecorder sink = new SinkRecorder(stopping);
                WebSocketReader reader = new WebSocketReader(LIMIT, negotiated(parameters));
                sink.feedCut(reader, wire, cut);
                reader.release();
                assertThat(sink.events).as("cut at " + cut).isEqualTo(List.of(expected));
            }
            SinkRecorder sink = new SinkRecorder(stopping);
            WebSocketReader reader = new WebSocketReader(LIMIT, negotiated(parameters));
            sink.feed(reader, wire, 1);
            reader.release();
            assertThat(sink.events).as("byte by byte").isEqualTo(List.of(expected));
        }
    }
}
