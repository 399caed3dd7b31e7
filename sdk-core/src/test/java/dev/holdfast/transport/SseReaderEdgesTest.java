package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.FrameSink;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that detect mutants of the reader that other tests missed, see docs/mutation.md. */
class SseReaderEdgesTest {
    private static void feed(SseReader reader, String text, FrameSink sink) throws CloseException {
        byte[] bytes = text.getBytes(UTF_8);
        reader.feed(bytes, 0, bytes.length, sink);
    }

    @Test
    void aReadOfNothingBetweenTheHalvesOfALineEndLeavesItWhole() throws Exception {
        FrameRecorder recorder = new FrameRecorder(false);
        SseReader reader = new SseReader(100, false);
        feed(reader, "data: a\r", recorder);
        reader.feed(new byte[0], 0, 0, recorder);
        reader.feed(new byte[] {'x', '\n'}, 0, 0, recorder);
        feed(reader, "\ndata: b\n\n", recorder);
        assertThat(recorder.events).containsExactly(FrameRecorder.text(null, null, "a\nb"));
    }

    @Test
    void whatIsPassedOverIsNotMeasured() throws Exception {
        FrameRecorder recorder = new FrameRecorder(false);
        SseReader reader = new SseReader(10, false);
        feed(reader, ": a comment, cut before what looks like a field ", recorder);
        feed(reader, "data: far longer than the limit allows ", recorder);
        feed(reader, "data: and again\ndata: a\n\n", recorder);
        assertThat(recorder.events).containsExactly(FrameRecorder.text(null, null, "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id: 0123456789A\n",
                "event: 0123456789A\n",
                "data: 0123456789A\n",
                "data: 01234\nid: 56789A\n",
                "id: 01234\ndata: 56789A\n"
            })
    void aWholeLineOverTheLimitEndsTheStream(String stream) {
        assertThatExceptionOfType(CloseException.class)
                .isThrownBy(() -> feed(new SseReader(10, false), stream, new FrameRecorder(false)))
                .satisfies(e -> assertThat(e.reason().kind()).isEqualTo(CloseReason.Kind.TOO_LARGE));
    }

    @Test
    void endlessDigitsOfARetryAreNotKept() throws Exception {
        byte[] digits = new byte[8192];
        Arrays.fill(digits, (byte) '0');
        FrameSink sink = new Sink();
        boolean readAll = Allocation.bounded(1, () -> {
            SseReader reader = new SseReader(10, false);
            feed(reader, "retry: ", sink);
            for (int i = 0; i < 4096; i++) reader.feed(digits, 0, digits.length, sink);
            return true;
        });
        assertThat(readAll).isTrue();
    }

    @Test
    void aTypeIsNotTakenForTheOneBefore() throws Exception {
        FrameRecorder recorder = new FrameRecorder(false);
        SseReader reader = new SseReader(100, false);
        feed(reader, "event: a \ndata: 1\n\nevent: ab\ndata: 2\n\nevent: ab\ndata: 3\n\n", recorder);
        assertThat(recorder.events)
                .containsExactly(
                        FrameRecorder.text("a ", null, "1"),
                        FrameRecorder.text("ab", null, "2"),
                        FrameRecorder.text("ab", null, "3"));
    }

    @Test
    void aRetryIsANumberOfAtMostADay() throws Exception {
        FrameRecorder recorder = new FrameRecorder(false);
        SseReader reader = new SseReader(100, false);
        for (String value : new String[] {"/", ":", "1/", "1:", "86400001", "", "-1", "0", "9", "109", "86400000"}) {
            feed(reader, "retry: " + value + "\n", recorder);
        }
        assertThat(recorder.events)
                .containsExactly(
                        FrameRecorder.retryOf(0),
                        FrameRecorder.retryOf(9),
                        FrameRecorder.retryOf(109),
                        FrameRecorder.retryOf(86_400_000));
    }
}
