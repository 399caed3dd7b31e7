package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
                "tail http://h/ --give-up soon",
                "tail http://h/ ../up",
                "publish ws://h/",
                "publish http://h/ topic {pa55word --json",
                "probe",
                "probe nowhere",
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
