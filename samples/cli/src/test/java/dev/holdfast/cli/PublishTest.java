package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.interop.Until;
import dev.holdfast.samples.server.DemoServer;
import dev.holdfast.samples.server.Plant;
import dev.holdfast.samples.server.ServerSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the demo's server, which takes what is published to one topic. */
final class PublishTest {
    private DemoServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = new DemoServer(
                new ServerSettings(
                        Duration.ofMillis(100), Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), 1, Plant.NOTHING),
                story -> {});
        url = "ws://127.0.0.1:" + server.port() + "/realtime";
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aMessageIsPublishedAndItsReceiptTold() {
        Ran ran = Ran.of("publish", url, "notes", "hello");
        assertThat(ran.code()).isEqualTo(ExitCode.DONE);
        assertThat(ran.out()).singleElement().asString().matches("notes\t\\w+:1");
        assertThat(ran.err()).isEmpty();
        assertThat(followed(1)).containsExactly("\"hello\"");
    }

    @Test
    void linesArePublishedInOrderWithAReceiptEach() {
        int count = 1000;
        String lines =
                IntStream.range(0, count).mapToObj(i -> "{\"n\":" + i + "}\n").collect(Collectors.joining());
        Ran ran = new Ran.Setup().in(lines).run("publish", "--json", url.replace("ws:", "http:"), "notes");
        assertThat(ran.code()).isEqualTo(ExitCode.DONE);
        assertThat(ran.out()).hasSize(count).allMatch(line -> line.startsWith("{\"topic\":\"notes\",\"id\":\""));
        assertThat(followed(3)).containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
    }

    /** The first messages of the topic, from its beginning. */
    private List<String> followed(int count) {
        String feed = url.replace("ws:", "http:").replace("/realtime", "/feed/notes");
        return Ran.of("tail", "-q", "--max", "" + count, "--since", "long:gone", feed)
                .out();
    }

    /** Gives one line, and no other before the test is over. */
    private static final class Typed extends InputStream {
        private final ByteArrayInputStream line;
        private final CountDownLatch over;

        Typed(String line, CountDownLatch over) {
            this.line = new ByteArrayInputStream(line.getBytes(UTF_8));
            this.over = over;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] bytes, int from, int count) {
            if (line.available() > 0) return line.read(bytes, from, count);
            try {
                assertThat(over.await(Until.BOUND.toSeconds(), TimeUnit.SECONDS))
                        .as("something is told of the line that is there")
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }
    }

    @Test
    void aReceiptIsToldWhenItComesAndNotWithTheNextLine() {
        CountDownLatch told = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int count) {
                super.write(bytes, from, count);
                told.countDown();
            }
        };
        Ran ran = new Ran.Setup().in(new Typed("one\n", told)).out(out, false).run("publish", url, "notes");
        assertThat(ran.code()).as(ran.toString()).isEqualTo(ExitCode.DONE);
        assertThat(ran.out()).hasSize(1);
    }

    @Test
    void aRefusalEndsItThoughNoLineFollows() {
        CountDownLatch over = new CountDownLatch(1);
        try {
            Ran ran = new Ran.Setup().in(new Typed("one\n", over)).run("publish", url, "cpu");
            assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
            assertThat(ran.err()).contains("message 1 was not published");
            assertThat(over.getCount()).as("it waits for input still").isEqualTo(1);
        } finally {
            over.countDown();
        }
    }

    @Test
    void whatIsNotTextIsRefusedAndNotChanged() {
        byte[] latin = {'a', '\n', (byte) 0xe9, '\n'};
        Ran ran = new Ran.Setup().in(new ByteArrayInputStream(latin)).run("publish", url, "notes");
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).hasSize(1);
        assertThat(ran.err()).isEqualTo("holdfast: Line 2 is not UTF-8: convert it first, for example with iconv\n");
    }

    @Test
    void linesMayEndInEitherWayAndTheLastNeedNot() {
        Ran ran = new Ran.Setup().in("a\r\n\nlast").run("publish", url, "notes");
        assertThat(ran.out()).hasSize(3);
        assertThat(followed(3)).containsExactly("\"a\"", "\"\"", "\"last\"");
    }

    @Test
    void aLineWithoutAnEndIsNotReadForEver() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        Ran ran = new Ran.Setup().in(endless).run("publish", url, "notes");
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("Line 1 is longer than 16 MiB");
    }

    @Test
    void whoReadsNoMoreReceiptsEndsIt() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("nobody");
            }
        };
        Ran pipe = new Ran.Setup().in("a\nb\n").out(gone, true).run("publish", url, "notes");
        assertThat(pipe).isEqualTo(new Ran(ExitCode.BROKEN_PIPE, List.of(), ""));
        Ran disk = new Ran.Setup().in("a\n").out(gone, false).run("publish", url, "notes");
        assertThat(disk.code()).isEqualTo(ExitCode.INPUT_OUTPUT);
        assertThat(disk.err()).startsWith("holdfast: cannot write to standard output: nobody\n");
    }

    @Test
    void aRefusalNamesTheMessage() {
        Ran ran = new Ran.Setup().in("a\nb\n").run("publish", url, "cpu");
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("message 1 was not published: Only the topic notes accepts messages");
    }

    @Test
    void aLineThatIsNotJsonEndsIt() {
        Ran ran = new Ran.Setup().in("1\n2\nthree\n4\n").run("publish", "--json", url, "notes");
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).hasSize(2);
        assertThat(ran.err()).contains("Line 3 is not JSON");
    }

    @Test
    void nobodyThereIsWaitedForAsLongAsWasSaid() throws IOException {
        server.close();
        Ran ran = Ran.of("publish", "--timeout", "300ms", url, "notes", "hello");
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err())
                .isEqualTo("holdfast: message 1 was not published: Not sent: no connection within 300 ms\n");
    }

    @Test
    void noWebSocketIsSaidAtOnce() {
        Ran ran = Ran.of("publish", url.replace("/realtime", "/nothing"), "notes", "hello");
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err()).contains("was not published: The server returned 404");
    }
}
