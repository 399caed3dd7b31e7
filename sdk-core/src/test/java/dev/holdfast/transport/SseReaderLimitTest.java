package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a block larger than the limit of 10 bytes ends the stream, wherever the bytes are split. */
class SseReaderLimitTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: 0123456789\n\n",
                "data:0123456789\n\n",
                "data: 01234\ndata: 6789\n\n",
                "event: 01234\ndata: 56789\n\n",
                "id: 01234\ndata: 56789\n\n",
                "id: 0123456789\nid: 012345678\nevent: 9\n\n",
                "event: 0123456789\nevent: 01234\nid: 56789\n\n",
                "data: 0123456789\n\ndata: 0123456789\n\n",
                "data: 0123456789\nretry: 99999999999999999999999999\n\n",
                "data: 0123456789\ndummy: x\n\n",
                "data: 0123456789\ndataset: x\nidle\neventually\n\n",
                "unknown: 0123456789012345678901234567890\ndata: 0123456789\n\n",
                ": 0123456789012345678901234567890\ndata: 0123456789\n\n",
                "retry: 0123456789012345678901234567890\ndata: 0123456789\n\n"
            })
    void blockAtTheLimitPasses(String stream) throws Exception {
        byte[] bytes = bytes(stream);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(FrameRecorder.read(new SseReader(10, false), bytes, false, cut))
                    .isNotEmpty();
        }
        int[] cuts = IntStream.range(0, bytes.length).toArray();
        assertThat(FrameRecorder.read(new SseReader(10, false), bytes, false, cuts))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: 0123456789A",
                "data:0123456789A",
                "data: 01234\ndata: 56789",
                "data: 0123456789\ndata\n",
                "event: 01234\ndata: 56789A",
                "data: 01234\nevent: 56789A",
                "data: 01234\nid: 56789A",
                "id: 0123456789A",
                "event: 0123456789A",
                "id: 01234\nevent: 56789A",
                "data: 0123456789\n\ndata: 0123456789A"
            })
    void blockOverTheLimitEndsTheStream(String stream) {
        byte[] bytes = bytes(stream);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertTooLarge(new SseReader(10, false), bytes, cut);
        }
        assertTooLarge(
                new SseReader(10, false),
                bytes,
                IntStream.range(0, bytes.length).toArray());
    }

    @Test
    void endlessCommentsAndUnknownLinesAreNotKept() throws Exception {
        byte[] piece = new byte[8192];
        Arrays.fill(piece, (byte) 'x');
        for (String start : new String[] {":", "xdata: ", "dataX", "retry: ", "idle", "\u00EF"}) {
            SseReader reader = new SseReader(10, false);
            byte[] first = start.getBytes(StandardCharsets.ISO_8859_1);
            reader.feed(first, 0, first.length, new Sink());
            for (int i = 0; i < 1000; i++) {
                assertThat(reader.feed(piece, 0, piece.length, new Sink())).isEqualTo(piece.length);
            }
            FrameRecorder recorder = new FrameRecorder(false);
            byte[] rest = bytes("\ndata: a\n\n");
            reader.feed(rest, 0, rest.length, recorder);
            assertThat(recorder.events).containsExactly(FrameRecorder.text(null, null, "a"));
        }
    }

    @Test
    void largeEventComesWholeHoweverItIsCut() throws Exception {
        char[] large = new char[300_000];
        Arrays.fill(large, 'y');
        String data = new String(large);
        byte[] bytes = bytes("id: 1\ndata: " + data + "\nevent: t\n\ndata: " + data + "\ndata: z\n\ndata: small\n\n");
        for (int size : new int[] {1, 1000, 8192, 100_000, bytes.length}) {
            int[] cuts =
                    IntStream.range(0, bytes.length / size).map(i -> i * size).toArray();
            assertThat(FrameRecorder.read(new SseReader(1 << 20, false), bytes, false, cuts))
                    .as("pieces of %d", size)
                    .containsExactly(
                            FrameRecorder.text("t", "1", data),
                            FrameRecorder.text(null, null, data + "\nz"),
                            FrameRecorder.text(null, null, "small"));
        }
    }

    private static void assertTooLarge(SseReader reader, byte[] bytes, int... cuts) {
        assertThatExceptionOfType(CloseException.class)
                .isThrownBy(() -> FrameRecorder.read(reader, bytes, false, cuts))
                .satisfies(e -> {
                    assertThat(e.reason().kind()).isEqualTo(CloseReason.Kind.TOO_LARGE);
                    assertThat(e.reason().retryable()).isTrue();
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
