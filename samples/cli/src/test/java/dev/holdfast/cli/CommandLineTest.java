package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to a command, and what makes no sense. */
final class CommandLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "tail",
                "tail feed.example.com",
                "tail ftp://h/",
                "tail http://user:pa55word@h/",
                "tail http://h/ --max 0",
                "tail http://h/ --max x",
                "tail http://h/ --protocol nope",
                "tail http://h/ --protocol json",
                "tail http://h/ --protocol json --subscribe {}",
                "tail http://h/ --subscribe {}",
                "tail ws://h/ --protocol json --subscribe {topic}",
                "tail ws://h/ --protocol json --subscribe {not-json",
                "tail http://h/ --transport carrier-pigeon",
                "tail ws://h/ --transport sse",
                "tail ws://h/ --data x",
                "tail http://h/ --header pa55word",
                "tail http://h/ --header Bad\u00e9:pa55word",
                "tail http://h/ --overflow maybe",
                "tail http://h/ --header X-Key: pa55word",
                "tail http://h/ --header X\tKey:pa55word",
                "tail http://h/ --password=pa55word",
                "tail http://h/ --since ",
                "tail http://h/ --since= ",
                "tail http://h/ --resume= ",
                "tail http://h:99999/",
                "tail http:///feed",
                "tail http://h/ --give-up soon",
                "tail http://h/ ../up",
                "publish ws://h/",
                "publish http://h/ topic {pa55word --json",
                "probe",
                "probe nowhere",
                "probe http://h/ topic pa55word",
                "probe http://h/ a/../../b",
                "probe http://h/ /b",
                "probe http://h/ --header X-Key:pa55word\u00e9",
                "doctor http://h/ --header X-Plain:pa55word\u00e9",
                "publish ws://h/ --header bad(name:pa55word topic x",
                "doctor nowhere",
                "doctor --portal-check https://h/",
                "completion",
                "completion fish"
            })
    void whatMakesNoSenseIsRefusedWithOneSentence(String line) {
        Ran ran = Ran.of(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(ran.code()).as(ran.toString()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("holdfast: ").doesNotContain("Exception", "pa55word", "\tat ");
    }

    @Test
    void whatIsTooMuchIsNotRepeated() {
        assertThat(Ran.of("probe", "http://h/", "-H", "Authorization:", "Bearer", "pa55word")
                        .err())
                .startsWith("holdfast: 1 unexpected argument: quote arguments that contain spaces\n");
        assertThat(Ran.of("tail", "http://h/", "--token=pa55word").err())
                .startsWith("holdfast: unknown option --token; use -- before arguments that start with -\n");
        assertThat(Ran.of("tail", "http://h/", "-H", "X-Api-Key:", "pa55word").err())
                .startsWith("holdfast: The --header X-Api-Key has no value: use 'Name: value', including the quotes\n");
    }

    @Test
    void whatBeginsWithAnAtIsNoFile(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("notes"), "one two");
        try (EventServer server =
                new EventServer(asked -> asked.stream("data: " + asked.path()).stay())) {
            assertThat(Ran.of("tail", "-n", "1", server.url(), "@" + file).out())
                    .containsExactly("/feed/@" + file);
        }
    }

    @Test
    void aHostMayBeAContainersOrInAnotherScript() {
        for (String host : List.of("my_feed.invalid", "m\u00fcnchen.invalid")) {
            String name = host.equals("my_feed.invalid") ? host : "xn--mnchen-3ya.invalid";
            Ran tail = Ran.of("tail", "--no-reconnect", "http://" + host + ":8080/feed");
            assertThat(tail.code()).isEqualTo(ExitCode.FAILED);
            assertThat(tail.err()).contains("ended: No address was found for " + name);
            Ran doctor = Ran.of("doctor", "http://" + host + "/feed");
            assertThat(doctor.code()).isEqualTo(ExitCode.TROUBLE);
            assertThat(doctor.out()).anyMatch(line -> line.contains("no address found for " + name));
            Ran proxied = new Ran.Setup()
                    .with("http_proxy", "http://127.0.0.1:1")
                    .with("no_proxy", name)
                    .run("doctor", "http://" + host + "/feed");
            assertThat(proxied.out()).anyMatch(line -> line.contains("no_proxy contains '" + name + "'"));
        }
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        for (String command : List.of("tail", "publish", "probe", "doctor", "completion")) {
            Ran ran = Ran.of(command, "--help");
            assertThat(ran.code()).isEqualTo(ExitCode.DONE);
            assertThat(String.join("\n", ran.out()))
                    .contains("Usage: holdfast " + command, "Exit codes:", "141", "--help");
            assertThat(ran.err()).isEmpty();
        }
        assertThat(Ran.of("--version").out()).singleElement().asString().startsWith("holdfast ");
    }
}
