package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.holdfast.samples.server.DemoServer;
import dev.holdfast.samples.server.Plant;
import dev.holdfast.samples.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A probe of servers that behave in one way or another. Proxies have their place in the interop tests. */
final class ProbeTest {
    /** What was found of each thing, by its name. */
    private static Map<String, String> probe(int code, String... arguments) {
        String[] all = new String[arguments.length + 5];
        System.arraycopy(new String[] {"probe", "--json", "-q", "--timeout", "6s"}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        Ran ran = Ran.of(all);
        assertThat(ran.code()).as(ran.toString()).isEqualTo(code);
        assertThat(ran.err()).isEmpty();
        Map<String, String> found = new HashMap<>();
        for (String line : ran.out()) {
            JsonObject finding = JsonParser.parseString(line).getAsJsonObject();
            assertThat(finding.get("evidence").getAsString()).isNotBlank();
            found.merge(
                    finding.get("finding").getAsString(), finding.get("verdict").getAsString(), (a, b) -> a + ", " + b);
        }
        return found;
    }

    private static DemoServer demo() throws IOException {
        DemoServer server = new DemoServer(
                new ServerSettings(
                        Duration.ofMillis(100), Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), 1, Plant.NOTHING),
                story -> {});
        server.start();
        return server;
    }

    @Test
    @Tag("slow")
    void theDemosFeed() throws IOException {
        try (DemoServer server = demo()) {
            assertThat(probe(ExitCode.DONE, "http://127.0.0.1:" + server.port() + "/feed/notes"))
                    .containsEntry("sse", "yes")
                    .containsEntry("websocket", "no")
                    .containsEntry("buffering", "no")
                    .containsEntry("compression", "no")
                    .containsEntry("heartbeat", "yes")
                    .containsEntry("resume", "yes");
            assertThat(probe(ExitCode.DONE, "http://127.0.0.1:" + server.port() + "/feed", "cpu"))
                    .containsEntry("sse", "yes")
                    .containsEntry("buffering", "no")
                    .containsEntry("resume", "yes");
        }
    }

    @Test
    void theDemosWebSocket() throws IOException {
        try (DemoServer server = demo()) {
            assertThat(probe(ExitCode.DONE, "ws://127.0.0.1:" + server.port() + "/realtime", "cpu"))
                    .containsEntry("sse", "no")
                    .containsEntry("websocket", "yes")
                    .containsEntry("protocol", "yes")
                    .containsEntry("ws heartbeat", "yes")
                    .containsEntry("ws resume", "yes");
        }
    }

    @Test
    @Tag("slow")
    void aServerThatIgnoresThePositionAndHasNoHeartbeat() {
        try (EventServer server = EventServer.staying("id: 1\ndata: a", "id: 2\ndata: b", "id: 3\ndata: c")) {
            assertThat(probe(ExitCode.DONE, server.url()))
                    .containsEntry("sse", "yes")
                    .containsEntry("buffering", "no")
                    .containsEntry("heartbeat", "no")
                    .containsEntry("resume", "no")
                    .containsEntry("protocol", "yes");
        }
    }

    @Test
    @Tag("slow")
    void aServerThatHonoursIt() {
        try (EventServer server = new EventServer(asked -> {
            String last = asked.header("Last-Event-ID");
            asked.stream();
            for (int i = last == null ? 1 : Integer.parseInt(last) + 1; i < 5; i++)
                asked.send("id: " + i + "\ndata: x");
            asked.stay();
        })) {
            assertThat(probe(ExitCode.DONE, server.url())).containsEntry("resume", "yes");
        }
    }

    @Test
    @Tag("slow")
    void aServerWithoutIds() {
        try (EventServer server = EventServer.staying("data: a", "data: b")) {
            assertThat(probe(ExitCode.DONE, server.url())).containsEntry("resume", "no");
        }
    }

    @Test
    @Tag("slow")
    void aServerThatSaysNothing() {
        try (EventServer server = EventServer.staying()) {
            assertThat(probe(ExitCode.DONE, server.url()))
                    .containsEntry("sse", "yes")
                    .containsEntry("buffering", "could not tell")
                    .containsEntry("heartbeat", "no")
                    .containsEntry("resume", "could not tell");
        }
    }

    @Test
    @Tag("slow")
    void aServerThatCompressesForThoseWhoAsk() {
        try (EventServer server = new EventServer(asked -> {
            if ("gzip".equals(asked.header("Accept-Encoding"))) asked.answering("Content-Encoding", "gzip");
            asked.stream("data: a").stay();
        })) {
            assertThat(probe(ExitCode.DONE, server.url())).containsEntry("compression", "yes");
        }
    }

    @Test
    void aRefusalWithoutAnEndIsARefusal() {
        try (EventServer server = new EventServer(asked -> {
            if (asked.header("Upgrade") == null) asked.answer(404, "text/plain", "nothing");
            else asked.begin(426, "text/plain").stay();
        })) {
            assertThat(probe(ExitCode.FAILED, server.url())).containsEntry("websocket", "no");
        }
    }

    @Test
    void noFeedAtAllAndNobodyThere() {
        String url;
        try (EventServer server = new EventServer(asked -> asked.answer(404, "text/html", "nothing"))) {
            url = server.url();
            assertThat(probe(ExitCode.FAILED, url)).containsEntry("sse", "no").containsEntry("websocket", "no");
        }
        assertThat(probe(ExitCode.FAILED, url))
                .containsEntry("sse", "could not tell")
                .containsEntry("websocket", "could not tell");
        try (EventServer server = new EventServer(asked -> asked.answer(401, "text/plain", ""))) {
            assertThat(probe(ExitCode.REFUSED, server.url())).containsEntry("sse", "no");
        }
    }
}
