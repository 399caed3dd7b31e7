package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/server.md says what the program does. */
class ServerPageTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("..", "..", "docs", "server.md"));
    }

    @Test
    void everyOptionIsThereWithItsDefault() throws IOException {
        String page = page();
        for (OptionSpec option : new CommandLine(new Options()).getCommandSpec().options()) {
            String row = "| `" + option.longestName() + "` |";
            assertThat(page).contains(row);
            String value = option.defaultValue();
            if (value != null && !value.startsWith("${")) assertThat(page).contains(row + " `" + value + "` |");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy.cfg", "nginx.conf"})
    void itsConfigurationsAreTheOnesThatWereTried(String name) throws IOException {
        assertThat(page()).contains("```\n" + Files.readString(Path.of("src", "test", "resources", name)) + "```\n");
    }
}
