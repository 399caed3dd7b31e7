package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.samples.server.DemoServer;
import dev.holdfast.samples.server.Plant;
import dev.holdfast.samples.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
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
    private java.util.List<String> followed(int count) {
        String feed = url.replace("ws:", "http:").replace("/realtime", "/feed/notes");
        return Ran.of("tail", "-q", "--max", "" + count, "--since", "long:gone", feed)
                .out();
    }

    @Test
    void aRefusalNamesTheMessage() {
        Ran ran = new Ran.Setup().in("a\nb\n").run("publish", url, "cpu");
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("message 1 was not published: Only the topic notes takes messages");
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
                .isEqualTo("holdfast: message 1 was not published: No connection became ready within 300 ms\n");
    }

    @Test
    void noWebSocketIsSaidAtOnce() {
        Ran ran = Ran.of("publish", url.replace("/realtime", "/nothing"), "notes", "hello");
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err()).contains("was not published: The server answered 404");
    }
}
