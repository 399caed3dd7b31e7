package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.desktop.model.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token and headers go to the server that they were given for, and to no other. */
class AddressBarTest {
    private final AddressBar bar =
            new AddressBar(new Command("Connect", 'c', null, () -> {}), new Command("Headers", 'h', null, () -> {}));

    private Endpoint at(String url) {
        bar.url().setText(url);
        return bar.endpoint(List.of(""));
    }

    /** What is told. */
    private String open(String url) {
        return bar.opened(at(url));
    }

    private boolean hasSecrets(String url) {
        Endpoint endpoint = at(url);
        assertThat(endpoint.token().isEmpty()).isEqualTo(endpoint.headers().isEmpty());
        return !endpoint.token().isEmpty();
    }

    private void give() {
        bar.secrets().give(Map.of("X-Api-Key", "a-key"), "a-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://feed.example.org/a",
                "https://example.com/a",
                "https://feed.example.com:8443/a",
                "http://feed.example.com/a",
                "ws://feed.example.com/a",
                "https://feed.example.com.evil.example/a",
                "https://feed.example.com@evil.example/a",
                "nonsense"
            })
    void anotherServerGetsNone(String other) {
        give();
        assertThat(open("https://feed.example.com/a")).isNull();
        assertThat(hasSecrets(other)).isFalse();
        assertThat(open(other))
                .isEqualTo("Token and headers belong to TLS feed.example.com:443 and were not sent to this server.");
        assertThat(hasSecrets("https://feed.example.com/a")).as("back again").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://feed.example.com/b?x=1", "wss://FEED.example.com:443/rt", "https://u@feed.example.com"})
    void theSameServerGetsThemWhateverThePath(String same) {
        give();
        open("https://feed.example.com/a");
        assertThat(hasSecrets(same)).isTrue();
    }

    @Test
    void theyAreForWhoeverIsConnectedToNextAndNotForOneThatFailed() {
        bar.url().setText("ws://127.0.0.1:1/demo");
        give();
        at("ftp://wrong");
        assertThat(open("https://[::1]:8080/a")).isNull();
        assertThat(hasSecrets("https://[::1]:8080/b")).isTrue();
        assertThat(hasSecrets("https://[::1]/b")).isFalse();
        give();
        assertThat(hasSecrets("https://[::1]/b")).as("given anew").isTrue();
    }

    @Test
    void theyAreInNoText() {
        give();
        assertThat(bar.secrets().toString()).isEqualTo("secrets for the next server");
        open("https://feed.example.com/a?secret=1");
        assertThat(bar.secrets().toString()).isEqualTo("secrets for TLS feed.example.com:443");
    }
}
