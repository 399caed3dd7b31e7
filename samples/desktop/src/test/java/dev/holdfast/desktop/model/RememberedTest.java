package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RememberedTest {
    @TempDir
    Path dir;

    private Path file() {
        return dir.resolve("deep").resolve("state.properties");
    }

    @Test
    void windowLookAndFeedComeBack() throws IOException {
        Remembered before = new Remembered(file());
        assertThat(before.place()).isNull();
        assertThat(before.endpoint()).isNull();
        before.place(new Remembered.Place(1, 2, 900, 700));
        before.dark(true);
        before.endpoint(new Endpoint(
                "wss://example.com/rt", Endpoint.Protocol.HOLDFAST_JSON, List.of("a", "b/c d"), Map.of(), ""));
        before.save();
        before.save();
        Remembered after = new Remembered(file());
        assertThat(after.place()).isEqualTo(new Remembered.Place(1, 2, 900, 700));
        assertThat(after.dark()).isTrue();
        Endpoint last = after.endpoint();
        assertThat(last.url()).isEqualTo("wss://example.com/rt");
        assertThat(last.protocol()).isEqualTo(Endpoint.Protocol.HOLDFAST_JSON);
        assertThat(last.topics()).containsExactly("a", "b/c d");
    }

    @Test
    void neitherTokenNorHeadersNorQueryAreWritten() throws IOException {
        Remembered before = new Remembered(file());
        Endpoint secret = new Endpoint(
                "https://user:pass-word@example.com/feed?ticket=in-query#in-fragment",
                Endpoint.Protocol.PLAIN,
                List.of(""),
                Map.of("X-Api-Key", "in-header"),
                "in-token");
        before.endpoint(secret);
        before.save();
        String written = Files.readString(file());
        assertThat(written)
                .contains("example.com/feed")
                .doesNotContain("pass-word", "user", "in-query", "in-fragment", "in-header", "in-token", "Api-Key");
        assertThat(secret.toString()).doesNotContain("pass-word", "in-query", "in-fragment", "in-header", "in-token");
        assertThat(new Remembered(file()).endpoint().topics())
                .as("the feed itself")
                .containsExactly("");
    }

    @Test
    void neitherIsTheQueryOfATopicThatIsAPartOfTheUrl() throws IOException {
        Remembered before = new Remembered(file());
        List<String> topics = List.of("a/b?ticket=in-query", "c#in-fragment", "d");
        before.endpoint(new Endpoint("https://example.com", Endpoint.Protocol.PLAIN, topics, Map.of(), ""));
        before.save();
        assertThat(Files.readString(file())).doesNotContain("in-query", "in-fragment");
        assertThat(new Remembered(file()).endpoint().topics()).containsExactly("a/b", "c", "d");
    }

    @Test
    void aFileThatIsBrokenCountsAsNone() throws IOException {
        Path file = dir.resolve("broken");
        Files.writeString(file, "window=1,2,x,4\nprotocol=none\nurl=https\\://x\nbad=\\u00zz\n");
        Remembered remembered = new Remembered(file);
        assertThat(remembered.place()).isNull();
        assertThat(remembered.endpoint()).isNull();
        Files.writeString(file, "url=https\\://x\nprotocol=plain\ntopics=[1,null,\n");
        assertThat(new Remembered(file).endpoint()).isNull();
        Files.writeString(file, "window=0,0,-5,10\nprotocol=none\nurl=https\\://x\n");
        assertThat(new Remembered(file).place()).isNull();
        assertThat(new Remembered(file).endpoint()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a/b, https://example.com/a/b",
        "https://u:p@example.com:8443/a?x=1#f, https://example.com:8443/a",
        "wss://u@p@example.com, wss://example.com",
        "https://example.com/@name, https://example.com/@name",
        "u:secret@nowhere, ''",
        "plain, plain"
    })
    void aUrlLosesWhereSecretsAreKept(String url, String safe) {
        assertThat(SafeUrl.of(url)).isEqualTo(safe);
    }
}
