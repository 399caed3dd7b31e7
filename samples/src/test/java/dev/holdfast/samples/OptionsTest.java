package dev.holdfast.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.samples.server.Plant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void optionsAreRead() {
        Options options =
                Options.parse("--seconds", "60", "--transport", "sse", "--seed", "-3", "--plant", "duplicate");
        assertThat(options.seconds).isEqualTo(60);
        assertThat(options.sse).isTrue();
        assertThat(options.seed).isEqualTo(-3);
        assertThat(options.plant).isEqualTo(Plant.DUPLICATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--colour", "--seconds", "--seconds 0", "--seconds x", "--transport http", "--plant loss"})
    void whatCannotBeIsRefusedInASentence(String line) {
        assertThatThrownBy(() -> Options.parse(line.split(" ", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .endsWith(".");
    }

    @Test
    void wrongOptionsExitWithTwo() throws Exception {
        assertThat(Main.run("--colour")).isEqualTo(2);
        assertThat(Main.run("--help")).isZero();
    }
}
