package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TailTest {
    @TempDir
    Path dir;

    @Test
    void textIsThePayloadAndItsTypeWhereThereIsOne() {
        try (EventServer server =
                EventServer.staying("data: one", "event: storm\ndata: two\ndata: lines", "data: three")) {
            Ran ran = Ran.of("tail", "--max", "3", server.url());
            assertThat(ran.out()).containsExactly("one", "storm\ttwo", "lines", "three");
            assertThat(ran.code()).isEqualTo(ExitCode.DONE);
            assertThat(ran.err()).isEqualTo("holdfast: connected\n");
        }
    }

    @Test
    void severalTopicsAreToldApart() {
        try (EventServer server = new EventServer(
                asked -> asked.stream("data: of " + asked.path()).stay())) {
            Ran ran = Ran.of("tail", "--max", "2", server.url(), "kelp", "reef");
            assertThat(ran.out()).containsExactlyInAnyOrder("kelp\tof /feed/kelp", "reef\tof /feed/reef");
        }
    }

    @Test
    void jsonIsOneObjectALineWhateverThePayloadIs() {
        String[] events = {
            "id: 1\ndata: {\"a\": 1.10,\ndata:  \"b\": null}",
            "id: 2\nevent: odd\ndata: NaN",
            "data: \"12\"",
            "data: 12",
            "data: {\"a\":1} trailing",
            "data: \ud83e\udeb8 line\u2028separator \u0007",
            "data"
        };
        try (EventServer server = EventServer.staying(events)) {
            Ran ran = new Ran.Setup()
                    .at(Instant.parse("2026-01-02T03:04:05Z"))
                    .run("tail", "--json", "--max", "7", server.url());
            String head = "{\"time\":\"2026-01-02T03:04:05Z\",\"topic\":\"\"";
            assertThat(ran.out())
                    .containsExactly(
                            head + ",\"id\":\"1\",\"data\":{\"a\":1.10,\"b\":null}}",
                            head + ",\"id\":\"2\",\"type\":\"odd\",\"text\":\"NaN\"}",
                            head + ",\"data\":\"12\"}",
                            head + ",\"data\":12}",
                            head + ",\"text\":\"{\\\"a\\\":1} trailing\"}",
                            head + ",\"text\":\"\ud83e\udeb8 line\\u2028separator \\u0007\"}",
                            head + ",\"text\":\"\"}");
        }
    }

    @Test
    void thePositionInTheFileIsThatOfTheLastLineWritten() throws IOException {
        Path file = dir.resolve("cursor");
        EventServer.Answer history = asked -> {
            String last = asked.header("Last-Event-ID");
            int from = last == null ? 1 : Integer.parseInt(last) + 1;
            asked.stream();
            for (int i = from; i <= 50; i++) asked.send("id: " + i + "\ndata: " + i);
            asked.stay();
        };
        try (EventServer server = new EventServer(history)) {
            for (int run = 0; run < 3; run++) {
                Ran ran = Ran.of("tail", "--max", "5", "--resume", file.toString(), server.url());
                int first = run * 5 + 1;
                assertThat(ran.code()).isEqualTo(ExitCode.DONE);
                assertThat(ran.out())
                        .containsExactly(
                                "" + first, "" + (first + 1), "" + (first + 2), "" + (first + 3), "" + (first + 4));
                JsonObject kept = JsonParser.parseString(Files.readString(file))
                        .getAsJsonObject()
                        .getAsJsonObject("holdfast-cursors");
                assertThat(kept.get(server.url() + "#").getAsString()).isEqualTo("" + (first + 4));
            }
        }
    }

    @Test
    void sinceBeginsBehindAPositionAndGivesWayToTheFiles() throws IOException {
        try (EventServer server = new EventServer(asked -> {
            int next = Integer.parseInt(asked.header("Last-Event-ID")) + 1;
            asked.stream("id: " + next + "\ndata: " + next).stay();
        })) {
            String file = dir.resolve("cursor").toString();
            assertThat(Ran.of("tail", "--max", "1", "--since", "7", server.url())
                            .out())
                    .containsExactly("8");
            String[] both = {"tail", "--max", "1", "--since", "7", "--resume", file, server.url()};
            assertThat(Ran.of(both).out()).containsExactly("8");
            assertThat(Ran.of(both).out()).containsExactly("9");
        }
    }

    @Test
    void messagesWithoutIdsAreSaidToHaveNoPosition() {
        try (EventServer server = EventServer.staying("data: one")) {
            Ran ran = Ran.of(
                    "tail", "-q", "--max", "1", "--resume", dir.resolve("c").toString(), server.url());
            assertThat(ran.err()).isEqualTo("holdfast: the messages have no ids: there is no cursor to resume from\n");
        }
    }

    @Test
    void aBreakAndAGapAreToldAsDiagnosticsAndNothingElseIsOnStandardOutput() {
        try (EventServer server = new EventServer(asked -> {
            if (asked.number() == 0) asked.stream("retry: 1\nid: 1\ndata: one");
            else
                asked.answering("Last-Event-ID", "5").stream("id: 6\ndata: six").stay();
        })) {
            Ran ran = Ran.of("tail", "--stats", "--max", "2", server.url());
            assertThat(ran.out()).containsExactly("one", "six");
            assertThat(ran.err())
                    .contains("attempt 2 in ")
                    .contains("holdfast: gap: messages since the last cursor are missing\n")
                    .containsPattern(
                            "written=2 received=2 bytes=6 reconnects=1 gaps=1 dropped=0 duplicates=0 seconds=");
        }
    }

    @Test
    void untilEndsBehindAMessageOfThatType() {
        try (EventServer server =
                EventServer.staying("event: next\ndata: {}", "event: complete\ndata:", "event: next\ndata: late")) {
            Ran ran = Ran.of("tail", "--until", "complete", server.url());
            assertThat(ran.out()).containsExactly("next\t{}", "complete\t");
            assertThat(ran.code()).isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void aStreamMayBeAskedForByPost() {
        try (EventServer server = new EventServer(asked -> asked.stream(
                        "data: " + asked.method() + " " + asked.header("Content-Type") + " " + asked.body())
                .stay())) {
            Ran ran = Ran.of("tail", "--max", "1", "--data", "{\"query\":1}", server.url());
            assertThat(ran.out()).containsExactly("POST application/json {\"query\":1}");
        }
    }

    @Test
    void whoEndsAtTheFirstBreakHasWrittenAllThatCameBefore() {
        String[] events = IntStream.range(0, 5000).mapToObj(i -> "data: " + i).toArray(String[]::new);
        try (EventServer server = new EventServer(asked -> asked.stream(events))) {
            Ran ran = Ran.of("tail", "--no-reconnect", server.url());
            assertThat(ran.out()).hasSize(events.length).endsWith("4999");
        }
    }

    @Test
    void whoEndsAtTheFirstBreakSaysHowItWas() {
        try (EventServer server = new EventServer(asked -> asked.stream("data: all"))) {
            assertThat(Ran.of("tail", "--no-reconnect", server.url()))
                    .isEqualTo(new Ran(ExitCode.DONE, List.of("all"), "holdfast: connected\n"));
        }
        try (EventServer server = new EventServer(asked -> asked.answer(503, "text/plain", "no"))) {
            Ran ran = Ran.of("tail", "--no-reconnect", server.url());
            assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
            assertThat(ran.err()).isEqualTo("holdfast: ended: The server returned 503\n");
        }
    }

    @Test
    void aTokenIsSentAndNeverShown() throws IOException {
        Path token = Files.writeString(dir.resolve("token"), "s3cr3t-t0ken\n");
        AtomicInteger right = new AtomicInteger();
        try (EventServer server = new EventServer(asked -> {
            boolean both = "Bearer s3cr3t-t0ken".equals(asked.header("Authorization"))
                    && "k3y-of-mine".equals(asked.header("X-Api-Key"));
            if (both) right.incrementAndGet();
            asked.answering("X-Echo", "s3cr3t-t0ken").answer(403, "text/plain", "s3cr3t-t0ken k3y-of-mine");
        })) {
            Ran ran = Ran.of(
                    "tail",
                    "--token-file",
                    token.toString(),
                    "--header",
                    "X-Api-Key: k3y-of-mine",
                    server.url() + "?access_token=in-the-url&plain=visible");
            assertThat(ran.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(right).hasValue(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("403").doesNotContain("s3cr3t", "k3y-of", "in-the-url");
        }
    }

    @Test
    void whoReadsNoMoreEndsItInSilence() {
        try (EventServer server = EventServer.staying("id: 1\ndata: one", "id: 2\ndata: two", "id: 3\ndata: three")) {
            Path file = dir.resolve("cursor");
            Ran ran = new Ran.Setup()
                    .out(new Gone(1, "Das andere Ende der Leitung ist fort"), true)
                    .run("tail", "-q", "--resume", file.toString(), server.url());
            assertThat(ran.code()).isEqualTo(ExitCode.BROKEN_PIPE);
            assertThat(ran.err()).isEmpty();
            // What was not written does not count as seen.
            assertThat(file).content().contains("\"1\"");
        }
    }

    @Test
    void whatCannotBeWrittenAndIsNoPipeIsNoSilence() {
        try (EventServer server = EventServer.staying("data: one")) {
            Ran ran = new Ran.Setup()
                    .out(new Gone(0, "No space left on device"), false)
                    .run("tail", "-q", server.url());
            assertThat(ran.code()).isEqualTo(ExitCode.INPUT_OUTPUT);
            assertThat(ran.err()).isEqualTo("holdfast: cannot write to standard output: No space left on device\n");
        }
    }

    @Test
    void nobodyThereIsWaitedForAsLongAsWasSaid() {
        String url;
        try (EventServer server = EventServer.staying()) {
            url = server.url();
        }
        Ran ran = Ran.of("tail", "--give-up", "200ms", url);
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err()).contains("Could not connect").contains("gave up after 200 ms without a connection");
    }

    @Test
    void aFeedCannotSteerTheTerminalAndTheStatusLineKeepsOutOfTheWay() {
        try (EventServer server = EventServer.staying("data: red \u001b[31m \u0007 bell", "event: e\ndata: x")) {
            Terminals both = new Terminals(true, true, true, 80);
            Ran ran = new Ran.Setup().terminals(both).run("tail", "--max", "2", server.url());
            assertThat(ran.out()).containsExactly("red \ufffd[31m \ufffd bell", "\u001b[35me\u001b[0m\tx");
            Ran plain = new Ran.Setup()
                    .terminals(new Terminals(true, true, false, 80))
                    .run("tail", "--max", "2", server.url());
            assertThat(plain.out()).containsExactly("red \ufffd[31m \ufffd bell", "e\tx");
            assertThat(plain.err().replace("\r\u001b[K", "")).doesNotContain("\u001b");
            // To a file it goes as it is.
            assertThat(Ran.of("tail", "--max", "2", server.url()).out().get(0)).isEqualTo("red \u001b[31m \u0007 bell");
        }
    }

    /** An output whose reader goes away after so many lines. */
    private static final class Gone extends OutputStream {
        private final String why;
        private int left;

        Gone(int lines, String why) {
            this.left = lines;
            this.why = why;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (left-- <= 0) throw new IOException(why);
        }
    }
}
