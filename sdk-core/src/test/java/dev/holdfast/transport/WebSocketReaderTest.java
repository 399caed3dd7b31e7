package dev.holdfast.transport;

import static dev.holdfast.transport.Wire.bytes;
import static dev.holdfast.transport.Wire.close;
import static dev.holdfast.transport.Wire.frame;
import static dev.holdfast.transport.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests the rules of RFC 6455. Each vector is read whole, byte by byte and split at every position, with and without
 * stopping.
 */
final class WebSocketReaderTest {
    private static final String BROKEN = "error PROTOCOL 1002";
    private static final String NOT_UTF8 = "error PROTOCOL 1007";
    private static final String TOO_LARGE = "error TOO_LARGE 1009";
    private static final int LIMIT = 1000;

    @Test
    void wholeMessages() {
        reads(frame(0x81, "Hello"), "text Hello 5");
        reads(frame(0x82, bytes(0, 255)), "binary 00ff 2");
        reads(frame(0x81, ""), "text  0");
        reads(frame(0x82, ""), "binary  0");
        reads(
                join(frame(0x81, "a"), frame(0x81, "Grüße 東京 🚀 \uFFFD"), frame(0x81, "")),
                "text a 1",
                "text Grüße 東京 🚀 \uFFFD 23",
                "text  0");
    }

    @Test
    void lengthsOnEitherSideOfEachForm() {
        for (int length : new int[] {124, 125, 126, 127, 255, 256, 1000}) {
            String text = "x".repeat(length);
            reads(join(frame(0x81, text), frame(0x81, "y")), "text " + text + " " + length, "text y 1");
        }
        String large = "é".repeat(40_000);
        for (int size : new int[] {1, 7, 8191, 8192, 100_000}) {
            SinkRecorder sink = new SinkRecorder(false);
            sink.feed(new WebSocketReader(1 << 20, null), frame(0x81, large), size);
            assertThat(sink.events).containsExactly("text " + large + " 80000");
        }
        String exact = "z".repeat(65_536);
        SinkRecorder sink = new SinkRecorder(false);
        sink.feed(new WebSocketReader(65_536, null), frame(0x81, exact), 8192);
        assertThat(sink.events).containsExactly("text " + exact + " 65536");
    }

    @Test
    void fragmentsWithControlFramesBetween() {
        reads(
                join(frame(0x01, "Hel"), frame(0x89, "p"), frame(0x00, "l"), frame(0x8A, ""), frame(0x80, "o")),
                "ping 70",
                "pong ",
                "text Hello 5");
        reads(
                join(frame(0x02, ""), frame(0x00, ""), frame(0x80, bytes(7)), frame(0x81, "x")),
                "binary 07 1",
                "text x 1");
        reads(join(frame(0x01, ""), frame(0x80, "")), "text  0");
        reads(join(frame(0x01, ""), frame(0x80, "é")), "text é 2");
        // A character split by a fragment, with a close frame and its own text in between.
        reads(join(frame(0x01, bytes(0xE6)), frame(0x00, bytes(0x9D)), frame(0x80, bytes(0xB1))), "text 東 3");
        reads(join(frame(0x01, bytes(0xE6)), close(1000, "é")), "closed 1000 é");
    }

    @Test
    void controlFrames() {
        reads(frame(0x89, ""), "ping ");
        reads(frame(0x89, "x".repeat(125)), "ping " + "78".repeat(125));
        reads(frame(0x8A, bytes(1, 2, 3)), "pong 010203");
        reads(bytes(0x89, 126, 0, 126), BROKEN);
        reads(bytes(0x89, 126, 0, 1), BROKEN);
        reads(bytes(0x8A, 127, 0, 0, 0, 0, 0, 1, 0, 0), BROKEN);
        for (int opcode = 8; opcode <= 10; opcode++) reads(frame(opcode, ""), BROKEN);
    }

    @Test
    void reservedBitsAndOpcodesAreRefused() {
        for (int bit : new int[] {0x40, 0x20, 0x10}) {
            for (int opcode : new int[] {1, 2, 8, 9, 10}) {
                reads(join(frame(0x81, "a"), frame(0x80 | bit | opcode, "x")), "text a 1", BROKEN);
            }
        }
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            reads(frame(0x80 | opcode, "x"), BROKEN);
            reads(frame(opcode, "x"), BROKEN);
        }
    }

    @Test
    void maskedFramesAreRefused() {
        reads(bytes(0x81, 0x81, 0, 0, 0, 0, 'x'), BROKEN);
        reads(bytes(0x89, 0x80, 0, 0, 0, 0), BROKEN);
        reads(bytes(0x82, 0xFE, 0, 126, 0, 0, 0, 0), BROKEN);
    }

    @Test
    void orderOfFragments() {
        reads(frame(0x80, "x"), BROKEN);
        reads(frame(0x00, "x"), BROKEN);
        reads(join(frame(0x81, "a"), frame(0x80, "x")), "text a 1", BROKEN);
        reads(join(frame(0x01, "a"), frame(0x81, "x")), BROKEN);
        reads(join(frame(0x02, "a"), frame(0x02, "x")), BROKEN);
        reads(join(frame(0x01, ""), frame(0x01, "")), BROKEN);
    }

    @Test
    void lengthsAreWrittenInTheFewestBytes() {
        reads(join(bytes(0x82, 126, 0, 125), new byte[125]), BROKEN);
        reads(join(bytes(0x82, 126, 0, 0)), BROKEN);
        reads(join(bytes(0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF), new byte[10]), BROKEN);
        reads(bytes(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0), BROKEN);
        reads(bytes(0x82, 127, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), BROKEN);
    }

    @Test
    void theLimitHoldsFromTheHeaderOn() {
        String full = "x".repeat(LIMIT);
        reads(frame(0x81, full), "text " + full + " 1000");
        reads(bytes(0x81, 126, 1001 >> 8, 1001 & 0xFF), TOO_LARGE);
        reads(bytes(0x82, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), TOO_LARGE);
        reads(join(frame(0x01, "x".repeat(999)), frame(0x80, "y")), "text " + "x".repeat(999) + "y 1000");
        reads(join(frame(0x01, "x".repeat(999)), bytes(0x00, 2)), TOO_LARGE);
        reads(join(frame(0x01, "x"), bytes(0x80, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)), TOO_LARGE);
        reads(
                join(frame(0x81, full), frame(0x82, ""), bytes(0x81, 126, 3, 0xE9)),
                "text " + full + " 1000",
                "binary  0",
                TOO_LARGE);
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        reads(frame(0x81, bytes('a', 0xFF)), NOT_UTF8);
        reads(frame(0x81, bytes(0xC0, 0x80)), NOT_UTF8);
        reads(frame(0x81, bytes(0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80)), NOT_UTF8);
        reads(frame(0x81, bytes(0xF4, 0x90, 0x80, 0x80)), NOT_UTF8);
        reads(frame(0x81, bytes('a', 0xE6, 0x9D)), NOT_UTF8);
        reads(join(frame(0x01, bytes(0xE6)), frame(0x80, "")), NOT_UTF8);
        reads(join(frame(0x01, bytes(0xE6)), frame(0x80, bytes('x'))), NOT_UTF8);
        reads(frame(0x82, bytes('a', 0xFF)), "binary 61ff 2");
    }

    @Test
    void aBadByteFailsBeforeTheMessageIsWhole() {
        reads(join(bytes(0x81, 100, 'a', 0xFF)), NOT_UTF8);
        reads(join(bytes(0x01, 2, 0xED, 0xA0)), NOT_UTF8);
        reads(join(frame(0x01, "abc"), frame(0x89, ""), bytes(0x00, 100, 0xC3, 'x')), "ping ", NOT_UTF8);
    }

    @Test
    void goodbyes() {
        reads(close(1000, ""), "closed 1000 The server closed the connection normally");
        reads(close(1001, "bye"), "closed 1001 bye");
        reads(frame(0x88, ""), "closed 1005 The server closed the connection without a code");
        reads(close(1008, "no"), "closed 1008 no fatal");
        reads(close(4999, "x".repeat(123)), "closed 4999 " + "x".repeat(123));
        reads(join(close(1000, "bye"), frame(0x81, "ignored"), bytes(0xFF, 0xFF, 0xFF)), "closed 1000 bye");
    }

    @Test
    void codesOnTheWire() {
        for (int code = 0; code <= 0xFFFF; code++) {
            boolean legal = (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                    || (code >= 3000 && code <= 4999);
            SinkRecorder sink = new SinkRecorder(false);
            sink.feed(new WebSocketReader(LIMIT, null), close(code, "x"), 100);
            assertThat(sink.events).hasSize(1);
            assertThat(sink.events.get(0)).startsWith(legal ? "closed " + code + " x" : BROKEN);
        }
        reads(frame(0x88, bytes(3)), BROKEN);
        reads(close(1000, bytes(0xFF)), NOT_UTF8);
        reads(close(1000, bytes(0xE6, 0x9D)), NOT_UTF8);
    }

    @Test
    void theEndOfTheStreamSaysWhatItBroke() {
        SinkRecorder sink = new SinkRecorder(false);
        WebSocketReader reader = new WebSocketReader(LIMIT, null);
        assertThat(reader.end().toString()).contains("END_OF_STREAM", "without a close frame", "retryable");
        sink.feed(reader, bytes(0x81), 1);
        assertThat(reader.end().text()).contains("middle");
        sink.feed(reader, bytes(3, 'a'), 1);
        assertThat(reader.end().text()).contains("middle");
        sink.feed(reader, bytes('b', 'c'), 1);
        assertThat(reader.end().text()).contains("without a close frame");
        sink.feed(reader, frame(0x01, "x"), 9);
        assertThat(reader.end().text()).contains("middle");
        sink.feed(reader, close(1012, "later"), 9);
        assertThat(reader.end().kind()).isEqualTo(CloseReason.Kind.WEBSOCKET_CLOSE);
    }

    private static void reads(byte[] wire, String... expected) {
        for (boolean stopping : new boolean[] {false, true}) {
            for (int cut = 0; cut <= wire.length; cut++) {
                SinkRecorder sink = new SinkRecorder(stopping);
                sink.feedCut(new WebSocketReader(LIMIT, null), wire, cut);
                assertThat(sink.events).as("cut at " + cut).isEqualTo(List.of(expected));
            }
            SinkRecorder sink = new SinkRecorder(stopping);
            sink.feed(new WebSocketReader(LIMIT, null), wire, 1);
            assertThat(sink.events).as("byte by byte").isEqualTo(List.of(expected));
        }
    }
}
