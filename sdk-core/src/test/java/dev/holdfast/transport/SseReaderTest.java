package dev.holdfast.transport;

import static dev.holdfast.transport.FrameRecorder.empty;
import static dev.holdfast.transport.FrameRecorder.retryOf;
import static dev.holdfast.transport.FrameRecorder.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests WHATWG HTML section 9.2.6 for all ways to split the bytes. Inputs are written in Latin-1, one char for each
 * byte.
 */
class SseReaderTest {
    private static final int LIMIT = 1000;
    private static final String BOM = "\u00EF\u00BB\u00BF";

    static Stream<Arguments> streams() {
        return Stream.of(
                // Examples of the specification.
                of("data: YHOO\ndata: +2\ndata: 10\n\n", text(null, null, "YHOO\n+2\n10")),
                of(
                        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
                        text(null, "1", "first event"),
                        text(null, "", "second event"),
                        text(null, null, " third event")),
                of("data\n\ndata\ndata\n\ndata:", text(null, null, ""), text(null, null, "\n")),
                of("data:test\n\ndata: test\n\n", text(null, null, "test"), text(null, null, "test")),
                of("event: add\ndata: 7\n\nevent: add\ndata: 8\n\n", text("add", null, "7"), text("add", null, "8")),
                // Line ends.
                of(
                        "data: a\r\n\r\ndata: b\r\rdata: c\n\n",
                        text(null, null, "a"),
                        text(null, null, "b"),
                        text(null, null, "c")),
                of("data: a\r\ndata: b\rdata: c\ndata: d\n\r\n", text(null, null, "a\nb\nc\nd")),
                of("data: a\n\r", text(null, null, "a")),
                of("data: a\r\r\ndata: b\r\n\r", text(null, null, "a"), text(null, null, "b")),
                of("\n\n\r\r\r\n\r\n"),
                of("\ndata: a\n\n\n\ndata: b\n\n", text(null, null, "a"), text(null, null, "b")),
                // The byte order mark.
                of(BOM + "data: a\n\n", text(null, null, "a")),
                of(BOM + BOM + "data: a\n\ndata: b\n\n", text(null, null, "b")),
                of("\n" + BOM + "data: a\n\n"),
                of("\u00EF\u00BBdata: a\n\n"),
                of("\u00EF\u00BB\n\u00EF\ndata: a\n\n", text(null, null, "a")),
                of("\u00EF\ndata: a\n\n", text(null, null, "a")),
                of(BOM + "\ndata: " + BOM + "a\n\n", text(null, null, "\uFEFFa")),
                // Field names.
                of("dat: x\ndatax: x\n data: x\nData: x\ndata : x\nx\n:\n::\n\n"),
                of("i: x\nidx: x\nevents: x\nretr: 1\nretry2: 1\nevent\n\n"),
                of(
                        "data:a:b\n\ndata::\n\ndata: \n\ndata:  \n\n",
                        text(null, null, "a:b"),
                        text(null, null, ":"),
                        text(null, null, ""),
                        text(null, null, " ")),
                of("data:\ta\n\n", text(null, null, "\ta")),
                of("data: a\0b\n\n", text(null, null, "a\0b")),
                // Types.
                of("event: a\nevent: b\ndata\n\n", text("b", null, "")),
                of("event: a\nevent:\ndata\n\n", text(null, null, "")),
                of("event: a\n\ndata: b\n\n", empty("a", null), text(null, null, "b")),
                of(
                        "event:a\ndata\n\nevent:b\ndata\n\nevent:ab\ndata\n\n",
                        text("a", null, ""),
                        text("b", null, ""),
                        text("ab", null, "")),
                of("event: \u00C3\u00A9\ndata: 1\n\n", text("é", null, "1")),
                // Ids.
                of("id: 1\n\nid: 2\ndata: x\n\n", empty(null, "1"), text(null, "2", "x")),
                of("id: 1\nid: 2\nid: 3\0\ndata: x\n\n", text(null, "2", "x")),
                of("id: \0\n\nid: a\0b\n\n"),
                of(
                        "id\n\nid:\n\nid: \n\nid:  \n\n",
                        empty(null, ""),
                        empty(null, ""),
                        empty(null, ""),
                        empty(null, " ")),
                of("id: \u00E2\u0082\u00AC\ndata: x\n\n", text(null, "€", "x")),
                // Retry.
                of("retry: 1000\ndata: a\n\n", retryOf(1000), text(null, null, "a")),
                of("retry: 0\nretry:7\nretry: 007\n", retryOf(0), retryOf(7), retryOf(7)),
                of("retry\nretry:\nretry: \nretry: -1\nretry: +1\nretry: 1.5\nretry:  5\nretry: 5 \nretry: 0x1\n"),
                of("retry: 86400000\nretry: 86400001\nretry: 99999999999999999999\n", retryOf(86_400_000)),
                of("retry: 00000000000000000005\nretry: 000000000000000000005\n", retryOf(5)),
                of("retry: \u00D9\u00A1\n"),
                // Incomplete input.
                of("data: a"),
                of("data: a\n"),
                of("data: a\n\ndata: b\nid: 2\n", text(null, null, "a")),
                of("retry: 5"),
                // Comments.
                of(": a\n:b\n\ndata: x\n: c\ndata: y\n:\n\n", text(null, null, "x\ny")),
                // UTF-8, bad bytes replaced.
                of("data: \u00E2\u0082\u00AC \u00F0\u009F\u0098\u0080\n\n", text(null, null, "€ \uD83D\uDE00")),
                of("data: \u00FF\u00C3(\u00E2\u0082\n\n", text(null, null, "\uFFFD\uFFFD(\uFFFD")),
                of("data: \u00C0\u0080\u00F0\u0080\u0080\n\n", text(null, null, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")),
                of("data: \u00F4\u0090\u0080\u0080\u00F5\n\n", text(null, null, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")),
                of("data: \u00E2\ndata: \u0082\u00AC\n\n", text(null, null, "\uFFFD\n\uFFFD\uFFFD")),
                of("id: \u00FF\nevent: \u00FE\ndata: \u0080\n\n", text("\uFFFD", "\uFFFD", "\uFFFD")));
    }

    private static Arguments of(String stream, String... events) {
        return arguments(stream, Arrays.asList(events));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamInOnePiece(String stream, List<String> events) throws Exception {
        assertThat(read(stream, false)).isEqualTo(events);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamCutAnywhere(String stream, List<String> events) throws Exception {
        for (int cut = 0; cut <= stream.length(); cut++) {
            assertThat(read(stream, false, cut)).as("cut at %d", cut).isEqualTo(events);
            assertThat(read(stream, true, cut)).as("cut at %d, stopping", cut).isEqualTo(events);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamByteByByte(String stream, List<String> events) throws Exception {
        int[] cuts = IntStream.rangeClosed(0, stream.length()).toArray();
        assertThat(read(stream, false, cuts)).isEqualTo(events);
        assertThat(read(stream, true, cuts)).isEqualTo(events);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamStoppedAfterEachFrame(String stream, List<String> events) throws Exception {
        assertThat(read(stream, true)).isEqualTo(events);
    }

    private static List<String> read(String stream, boolean stops, int... cuts) throws CloseException {
        return FrameRecorder.read(
                new SseReader(LIMIT, false), stream.getBytes(StandardCharsets.ISO_8859_1), stops, cuts);
    }

    @Test
    void stopLeavesTheRestAlone() throws Exception {
        byte[] bytes = "data: a\r\n\r\ndata: b\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        SseReader reader = new SseReader(LIMIT, false);
        assertThat(reader.feed(bytes, 0, bytes.length, new FrameRecorder(true))).isEqualTo(11);
    }

    @Test
    void frameAndTypeAreUsedAgain() throws Exception {
        byte[] bytes = "event: t\ndata: a\n\nevent: t\ndata: b\n\n".getBytes(StandardCharsets.UTF_8);
        Frame[] frames = new Frame[2];
        String[] types = new String[2];
        int[] count = {0};
        new SseReader(LIMIT, false).feed(bytes, 0, bytes.length, new Sink() {
            @Override
            public boolean onFrame(Frame frame) {
                frames[count[0]] = frame;
                types[count[0]++] = frame.type();
                return true;
            }
        });
        assertThat(frames[0]).isSameAs(frames[1]);
        assertThat(types[0]).isSameAs(types[1]).isEqualTo("t");
    }

    @Test
    void sizeIsThatOfTheDataInBytes() throws Exception {
        byte[] bytes = "event: t\nid: 5\ndata: é\ndata: b\n\n".getBytes(StandardCharsets.UTF_8);
        int[] size = {0};
        new SseReader(LIMIT, false).feed(bytes, 0, bytes.length, new Sink() {
            @Override
            public boolean onFrame(Frame frame) {
                size[0] = frame.size();
                return true;
            }
        });
        assertThat(size[0]).isEqualTo(4);
    }

    @Test
    void endIsRetryable() {
        CloseReason reason = new SseReader(LIMIT, false).end();
        assertThat(reason.kind()).isEqualTo(CloseReason.Kind.END_OF_STREAM);
        assertThat(reason.retryable()).isTrue();
    }
}
