package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast tail}, the packaged jar, against servers that know nothing of Holdfast. */
final class TailInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "message " + i).toList();
    }

    @Test
    void nchanOverSseAcrossAKilledServerAndAKilledTail() {
        Hub hub = new Hub(servers, dir);
        String[] tail = {"tail", "-q", "--resume", dir.resolve("cursor").toString(), hub.url("http", "/all"), "kelp"};
        for (int i = 1; i <= 5; i++) hub.publish("kelp", "message " + i);
        try (Jar jar = Jar.start(dir, tail)) {
            jar.awaitLines(5);
            hub.kill();
            for (int i = 6; i <= 10; i++) hub.publish("kelp", "message " + i);
            hub.restart();
            assertThat(jar.awaitLines(10).out()).isEqualTo(numbered(1, 10));
            Path cursor = dir.resolve("cursor");
            Until.holds(
                    jar::toString,
                    () -> Files.exists(cursor) && Files.readString(cursor).contains("kelp"));
        }
        for (int i = 11; i <= 15; i++) hub.publish("kelp", "message " + i);
        try (Jar jar = Jar.start(dir, tail)) {
            // Killed a moment after the tenth: what was not saved yet may come again, and nothing is missing.
            Until.holds(jar::toString, () -> jar.out().contains("message 15"));
            List<String> out = jar.out();
            assertThat(numbered(1, 15)).endsWith(out.toArray(new String[0]));
            assertThat(out).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void nchanOverWebSocket() {
        Hub hub = new Hub(servers, dir);
        for (int i = 1; i <= 5; i++) hub.publish("kelp", "{\"n\":" + i + "}");
        try (Jar jar = Jar.start(dir, "tail", "--json", "-n", "5", hub.url("ws", "/all"), "kelp")) {
            assertThat(jar.exit()).isZero();
            for (int i = 0; i < 5; i++) {
                JsonObject line = JsonParser.parseString(jar.out().get(i)).getAsJsonObject();
                assertThat(line.get("topic").getAsString()).isEqualTo("kelp");
                assertThat(line.getAsJsonObject("data").get("n").getAsInt()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void npmsWs() {
        String url = "ws://127.0.0.1:" + servers.node("feed.js").port();
        try (Jar jar = Jar.start(dir, "tail", "-q", "-n", "101", url + "/numbers")) {
            assertThat(jar.exit()).isZero();
            assertThat(jar.out().get(0)).isEqualTo("subprotocol none");
            assertThat(jar.out().subList(1, 101)).isEqualTo(numbered(1, 100));
        }
        try (Jar jar = Jar.start(dir, "tail", "-q", "-n", "1", "--subprotocol", "feed.v1", url + "/numbers")) {
            assertThat(jar.exit()).isZero();
            assertThat(jar.out()).containsExactly("subprotocol feed.v1");
        }
        String ask = "{\"op\":\"subscribe\",\"topics\":{topics}}";
        String[] json = {"tail", "-q", "-n", "2", "-p", "json", "--subscribe", ask, url + "/asked", "kelp", "a \"reef\""
        };
        try (Jar jar = Jar.start(dir, json)) {
            assertThat(jar.exit()).isZero();
            assertThat(jar.out())
                    .containsExactly("{\"topic\":\"kelp\",\"value\":4}", "{\"topic\":\"a \\\"reef\\\"\",\"value\":8}");
        }
    }

    @Test
    void springBoot() throws IOException {
        Path classes = Files.createDirectory(dir.resolve("spring"));
        try (SpringServer spring = new SpringServer(classes);
                Jar jar = Jar.start(dir, "tail", "--json", "--stats", "-n", "25", spring.url(), "reef")) {
            assertThat(jar.exit()).as(() -> spring + "\n" + jar).isZero();
            // Spring ends the stream after the tenth, and after the twentieth.
            for (int i = 0; i < 25; i++) {
                JsonObject line = JsonParser.parseString(jar.out().get(i)).getAsJsonObject();
                assertThat(line.get("id").getAsString()).isEqualTo("" + (i + 1));
                assertThat(line.get("type").getAsString()).isEqualTo("reading");
                assertThat(line.getAsJsonObject("data").get("n").getAsInt()).isEqualTo(i + 1);
                assertThat(line.getAsJsonObject("data").get("where").getAsString())
                        .isEqualTo("reef");
            }
            jar.awaitError("written=25 ").awaitError("reconnects=2 ");
        }
    }

    @Test
    void graphqlSse() throws IOException {
        String url = "http://127.0.0.1:" + servers.node("graphql.js").port() + "/graphql/stream";
        Path token = Files.writeString(dir.resolve("token"), "let-me-in");
        String query = "?query=subscription%7Bcount(to:3)%7D";
        String[] results = {
            "next\t{\"data\":{\"count\":1}}",
            "next\t{\"data\":{\"count\":2}}",
            "next\t{\"data\":{\"count\":3}}",
            "complete\t"
        };
        try (Jar jar = Jar.start(dir, "tail", "--token-file", token.toString(), "--until", "complete", url + query)) {
            assertThat(jar.exit()).as(jar::toString).isZero();
            assertThat(jar.out()).containsExactly(results);
        }
        String[] post = {
            "tail",
            "-q",
            "--header",
            "Authorization: Bearer let-me-in",
            "--no-reconnect",
            "--data",
            "{\"query\":\"subscription{count(to:3)}\"}",
            url
        };
        try (Jar jar = Jar.start(dir, post)) {
            assertThat(jar.exit()).as(jar::toString).isZero();
            assertThat(jar.out()).containsExactly(results);
        }
        try (Jar jar = Jar.start(dir, "tail", url + query)) {
            assertThat(jar.exit()).isEqualTo(ExitCode.REFUSED);
        }
    }
}
