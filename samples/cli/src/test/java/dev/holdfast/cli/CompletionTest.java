package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of completion, in a bash. */
final class CompletionTest {
    @TempDir
    Path dir;

    @Test
    void bashCompletesCommandsOptionsAndTheirValues() throws IOException, InterruptedException {
        assertThat(completed("")).contains("tail", "publish", "probe", "doctor", "completion");
        assertThat(completed("pro")).containsExactly("probe");
        assertThat(completed("tail", "--re")).contains("--resume");
        assertThat(completed("tail", "--protocol", "")).contains("plain", "holdfast-json", "json");
    }

    @Test
    void zshGetsTheAdapterFirst() {
        Ran ran = Ran.of("completion", "zsh");
        assertThat(ran.code()).isEqualTo(ExitCode.DONE);
        assertThat(ran.out().get(0)).contains("compinit");
        assertThat(ran.out()).anyMatch(line -> line.contains("complete -F _complete_holdfast"));
    }

    private List<String> completed(String... words) throws IOException, InterruptedException {
        Path script = Files.write(
                dir.resolve("holdfast.bash"), Ran.of("completion", "bash").out());
        String line = "source " + script + "\nCOMP_WORDS=(holdfast \"$@\")\nCOMP_CWORD=$#\n"
                + "_complete_holdfast holdfast\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of("bash", "-c", line, "bash"));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.lines().map(String::trim).toList();
    }
}
