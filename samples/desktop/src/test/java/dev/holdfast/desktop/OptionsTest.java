package dev.holdfast.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.desktop.model.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void withoutAUrlItIsTheDemo() {
        Options options = Options.parse("--sse", "--dark");
        assertThat(options.endpoint()).isNull();
        assertThat(options.sse).isTrue();
        assertThat(options.dark).isTrue();
    }

    @Test
    void aPlainUrlIsItsOwnFeed() {
        Endpoint endpoint = Options.parse("https://example.com/feed").endpoint();
        assertThat(endpoint.protocol()).isEqualTo(Endpoint.Protocol.PLAIN);
        assertThat(endpoint.topics()).containsExactly("");
    }

    @Test
    void topicsProtocolAndTokenAreTaken(@TempDir Path dir) throws IOException {
        Path token = Files.writeString(dir.resolve("token"), "secret-1\n\n");
        Endpoint endpoint = Options.parse(
                        "--protocol", "holdfast-json", "wss://x", "a", "b", "--token-file", token.toString())
                .endpoint();
        assertThat(endpoint.protocol()).isEqualTo(Endpoint.Protocol.HOLDFAST_JSON);
        assertThat(endpoint.topics()).containsExactly("a", "b");
        assertThat(endpoint.token()).isEqualTo("secret-1");
        assertThat(endpoint.toString()).doesNotContain("secret-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nothing", "--protocol", "--protocol stomp", "--token-file", "--state"})
    void whatIsWrongIsSaid(String line) {
        assertThatThrownBy(() -> Options.parse(line.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*[a-z].*[.:].*");
    }

    @Test
    void aTokenFileThatIsNotThereIsSaid() {
        Options options = Options.parse("https://x", "--token-file", "/nowhere/at/all");
        assertThatThrownBy(options::endpoint).hasMessageContaining("/nowhere/at/all");
    }
}
