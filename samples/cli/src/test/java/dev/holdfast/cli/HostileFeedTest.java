package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.holdfast.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds that mean harm to who looks at them, and files that hold what they should not. */
final class HostileFeedTest {
    private static final Terminals TERMINAL = new Terminals(true, true, false, 80);

    @TempDir
    Path dir;

    private static Lines lines(Terminals terminals, boolean json) {
        Surroundings around = new Ran.Setup().terminals(terminals).around(new ByteArrayOutputStream());
        return new Lines(around.screen(), json, true);
    }

    @Test
    void neitherTopicNorTypeNorPayloadSteersATerminal() {
        Message<String> message =
                new Told("t\u001b[2J", "id", "e\u009b31m\u0007", "a\u001b]0;title\u0007\u202eb\u2066\tc\nd");
        assertThat(lines(TERMINAL, false).line(message, Instant.EPOCH))
                .isEqualTo("t\ufffd[2J\te\ufffd31m\ufffd\ta\ufffd]0;title\ufffd\ufffdb\ufffd\tc\nd");
        assertThat(lines(Terminals.none(), false).line(message, Instant.EPOCH))
                .as("to a file it goes as it is")
                .contains("t\u001b[2J\te\u009b31m\u0007\t");
    }

    @Test
    void halfACharacterIsEscapedAndNotReplaced() throws CharacterCodingException {
        for (String payload : List.of("\"a\ud800\"", "plain \udc00 text", "{\"\ud83e\":1}", "\ud83e\udeb8")) {
            String line = lines(Terminals.none(), true).line(new Told("x\ud800", "1", null, payload), Instant.EPOCH);
            ByteBuffer bytes = UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(line)); // or it throws
            assertThat(JsonParser.parseString(UTF_8.decode(bytes).toString())
                            .getAsJsonObject()
                            .get("topic")
                            .getAsString())
                    .isEqualTo("x\ud800");
        }
    }

    @Test
    void nestingWithoutEndIsText() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String line = lines(Terminals.none(), true).line(new Told("t", null, null, deep), Instant.EPOCH);
        assertThat(JsonParser.parseString(line).getAsJsonObject().get("text").getAsString())
                .isEqualTo(deep);
    }

    @Test
    void aServersWordsAreQuotedWithMeasure() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Ran.Setup().around(err).screen();
        screen.tell(Screen.Tone.ERROR, "ended: \u001b[31m\u202e" + "x".repeat(1 << 20));
        assertThat(err.toString(UTF_8))
                .hasSizeLessThan(5000)
                .startsWith("holdfast: ended:  [31m x")
                .endsWith("x\u2026\n");
    }

    @Test
    void aTokenFileThatHoldsNoTokenIsRefusedByEveryCommand() throws IOException {
        Path lines = Files.writeString(dir.resolve("lines"), "s3cr3t-one\ns3cr3t-two\n");
        Path other = Files.writeString(dir.resolve("other"), "s3cr3t-\u00e9");
        Path endless = Path.of("/dev/zero");
        for (Path file : List.of(lines, other, endless)) {
            for (String command : List.of("tail", "probe", "doctor", "publish")) {
                String[] line = {command, "--token-file", file.toString(), "http://127.0.0.1:1/"};
                if (command.equals("publish")) line = new String[] {command, line[1], line[2], line[3], "topic", "x"};
                Ran ran = Ran.of(line);
                assertThat(ran.code()).as(ran.toString()).isEqualTo(ExitCode.INPUT_OUTPUT);
                assertThat(ran.err())
                        .isEqualTo("holdfast: The token file " + file
                                + " does not contain a token: it must be a single ASCII word\n");
            }
        }
        assertThat(Ran.of("tail", "--token-file", dir.toString(), "http://127.0.0.1:1/")
                        .err())
                .isEqualTo("holdfast: The token file " + dir + " is a directory\n");
        assertThat(Ran.of("tail", "--token-file", dir + "/none", "http://127.0.0.1:1/")
                        .err())
                .isEqualTo("holdfast: The token file " + dir + "/none cannot be read (NoSuchFileException)\n");
    }

    @Test
    void aTokenFileThatGoesAwayIsSaidByItsNameAndWaitedFor() throws IOException {
        Path token = Files.writeString(dir.resolve("token"), "s3cr3t");
        ByteArrayOutputStream err = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int count) {
                super.write(bytes, from, count);
                if (Files.exists(token) || !toString(UTF_8).contains("cannot be read")) return;
                try {
                    Files.writeString(token, "s3cr3t-anew");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        try (EventServer server = new EventServer(asked -> {
            if (asked.number() == 0) {
                Files.delete(token);
                asked.answer(503, "text/plain", "");
            } else asked.stream("data: " + asked.header("Authorization")).stay();
        })) {
            Surroundings around = new Ran.Setup().around(err);
            int code = Holdfast.run(
                    around, "tail", "-n", "1", "--give-up", "30s", "--token-file", token.toString(), server.url());
            assertThat(code).isEqualTo(ExitCode.DONE);
            assertThat(err.toString(UTF_8))
                    .contains("holdfast: The token file " + token + " cannot be read (NoSuchFileException)")
                    .doesNotContain("s3cr3t");
        }
    }

    /** A message as a feed may send it. */
    private record Told(String topic, String id, String type, String text) implements Message<String> {
        @Override
        public String data() {
            return text;
        }

        @Override
        public byte[] bytes() {
            return text.getBytes(UTF_8);
        }

        @Override
        public void ack() {
            // Nobody asked for it.
        }

        @Override
        public long receivedNanos() {
            return 0;
        }
    }
}
