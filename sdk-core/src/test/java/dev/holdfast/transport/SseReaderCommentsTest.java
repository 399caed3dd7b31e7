package dev.holdfast.transport;

import static dev.holdfast.transport.FrameRecorder.comment;
import static dev.holdfast.transport.FrameRecorder.retryOf;
import static dev.holdfast.transport.FrameRecorder.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests comments for all ways to split the bytes. Inputs are written in Latin-1, one char for each byte. */
class SseReaderCommentsTest {
    private static final String BOM = "\u00EF\u00BB\u00BF";

    static Stream<Arguments> streams() {
        return Stream.of(
                of(": a\n", comment("a")),
                of(":a\n:  b \n", comment("a"), comment(" b ")),
                of(":\n: \n::\n", comment(""), comment(""), comment(":")),
                of(": a\r: b\r\n: c\n\n\r\n:\r", comment("a"), comment("b"), comment("c"), comment("")),
                of(BOM + ": a\n", comment("a")),
                of(": " + BOM + "a\n" + BOM + ": b\n", comment("\uFEFFa")),
                of(": \u00E2\u0082\u00AC \u00F0\u009F\u0098\u0080\0\n", comment("€ \uD83D\uDE00\0")),
                of(": \u00FF\u00C3(\u00E2\u0082\n", comment("\uFFFD\uFFFD(\uFFFD")),
                of(": a\n\n: b\n\ndata: x\n\n", comment("a"), comment("b"), text(null, null, "x")),
                of(
                        "id: 1\n: a\ndata: x\n: b\nevent: t\n:c\ndata: y\n:d\n\n:e\n",
                        comment("a"),
                        comment("b"),
                        comment("c"),
                        comment("d"),
                        text("t", "1", "x\ny"),
                        comment("e")),
                of("retry: 1\n: a\nretry: 2\n", retryOf(1), comment("a"), retryOf(2)),
                of(" : a\nx: b\ndata\n: a comment without an end", new String[0]));
    }

    private static Arguments of(String stream, String... events) {
        return arguments(stream, List.of(events));
    }

    private static List<String> read(String stream, boolean stops, int... cuts) throws CloseException {
        return FrameRecorder.read(new SseReader(1000, true), stream.getBytes(ISO_8859_1), stops, cuts);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void commentsKeepTheirPlaceHoweverTheyAreCut(String stream, List<String> events) throws Exception {
        int[] every = IntStream.rangeClosed(0, stream.length()).toArray();
        for (boolean stops : new boolean[] {false, true}) {
            assertThat(read(stream, stops, every)).as("byte by byte").isEqualTo(events);
            for (int cut : every)
                assertThat(read(stream, stops, cut)).as("cut at %d", cut).isEqualTo(events);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {": 0123456789A", ":0123456789A\n", "data: a\n\n:  0123456789"})
    void aCommentOverTheLimitEndsTheStream(String stream) {
        for (int cut = 0; cut <= stream.length(); cut++) {
            int at = cut;
            assertThatExceptionOfType(CloseException.class)
                    .isThrownBy(
                            () -> FrameRecorder.read(new SseReader(10, true), stream.getBytes(ISO_8859_1), false, at))
                    .satisfies(e -> assertThat(e.reason().kind()).isEqualTo(CloseReason.Kind.TOO_LARGE));
        }
    }

    @Test
    void aCommentAtTheLimitPassesWhateverIsAroundIt() throws Exception {
        String stream = "data: 01234\nid: 56789\n: 0123456789\n:0123456789\n\n";
        for (int cut = 0; cut <= stream.length(); cut++) {
            assertThat(FrameRecorder.read(new SseReader(10, true), stream.getBytes(ISO_8859_1), false, cut))
                    .containsExactly(comment("0123456789"), comment("0123456789"), text(null, "56789", "01234"));
        }
    }

    @Test
    void theSizeOfACommentIsInBytes() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        byte[] bytes = ":\n: \u00E2\u0082\u00AC\n".getBytes(ISO_8859_1);
        new SseReader(10, true).feed(bytes, 0, bytes.length, new Sink() {
            @Override
            public boolean onComment(String comment, int size) {
                sizes.add(size);
                return true;
            }
        });
        assertThat(sizes).containsExactly(0, 3);
    }
}
