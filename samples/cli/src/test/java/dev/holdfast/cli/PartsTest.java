package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The small parts, each by itself. */
final class PartsTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"500ms,500", "20s,20000", "2m,120000", "1h,3600000"})
    void timesAreReadAsPeopleWriteThem(String text, long millis) {
        assertThat(new Spans().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "s", "-1s", "0s", "1.5s", "PT20S", "9999999999s"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> new Spans().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"1,1 ms", "999,999 ms", "1000,1 s", "1500,1.5 s", "61000,61 s", "12345,12 s"})
    void timesAreWrittenShort(long millis, String text) {
        assertThat(Spans.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void secretsAreMaskedWholeAndInParts() {
        Secrets secrets = new Secrets();
        secrets.add("Bearer abcdef123");
        secrets.add("user:pa55word");
        secrets.addQueryOf("https://h/p?access_token=qwertz&page=second&sig=0123abcd");
        assertThat(secrets.mask("abcdef123, Bearer abcdef123, pa55word; qwertz second 0123abcd"))
                .isEqualTo("***, ***, ***; *** second ***");
        assertThat(Secrets.shown("https://u:p@host:1/path?token=x")).isEqualTo("https://***@host:1/path?…");
        assertThat(Secrets.shown("https://host/a@b")).isEqualTo("https://host/a@b");
    }

    @ParameterizedTest
    @CsvSource({
        "https://feed.example.com/, proxy.local:8080",
        "wss://feed.example.com/, proxy.local:8080",
        "http://feed.example.com/, other.local:80",
        "ws://feed.example.com/, other.local:80",
        "https://api.internal/, none",
        "https://deep.api.internal/, none",
        "https://notapi.internal/, proxy.local:8080",
        "https://ported.example:8443/, none",
        "https://ported.example/, proxy.local:8080"
    })
    void theProxyIsTheOneTheVariablesName(String url, String place) {
        Map<String, String> environment = Map.of(
                "HTTPS_PROXY", "http://u:p@proxy.local:8080",
                "http_proxy", "other.local",
                "NO_PROXY", "localhost, .api.internal,ported.example:8443");
        Proxies.Choice choice = new Proxies(environment, new Properties()).choose(URI.create(url));
        assertThat(choice.place()).isEqualTo(place);
        assertThat(choice.source()).doesNotContain("u:p");
    }

    @Test
    void aVariableThatIsNoProxyIsRefusedWithoutItsPassword() {
        Proxies proxies = new Proxies(Map.of("all_proxy", "http://u:pa55@ bad"), new Properties());
        assertThatThrownBy(() -> proxies.choose(URI.create("http://h/")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("all_proxy")
                .hasMessageNotContaining("pa55");
    }

    @Test
    void aFileThatIsSomethingElseIsLeftAlone() throws IOException {
        for (String content :
                new String[] {"", "notes of mine", "{\"a\":1}", "[1]", "{\"holdfast-cursors\":[]}", "{\"hol"}) {
            Path file = Files.writeString(dir.resolve("notes"), content);
            assertThatThrownBy(() -> CursorFile.open(file, null))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("was not written by --resume");
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void beforeAFileIsKnownToBeOursNothingIsLeftBesideIt() throws IOException {
        Path file = Files.writeString(dir.resolve("notes"), "notes of mine");
        assertThatThrownBy(() -> CursorFile.open(file, null)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> CursorFile.open(dir, null))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is a directory");
        assertThat(dir).isDirectoryContaining("glob:**/notes").isDirectoryNotContaining("glob:**.lock");
        assertThat(dir.resolveSibling(dir.getFileName() + ".lock")).doesNotExist();
        Path large = dir.resolve("large");
        Files.write(large, ("{\"holdfast-cursors\":{\"a\":\"" + "x".repeat(16 << 20) + "\"}}").getBytes(UTF_8));
        assertThatThrownBy(() -> CursorFile.open(large, null)).hasMessageContaining("was not written by --resume");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = Files.createDirectory(dir.resolve("real")).resolve("cursors");
        Files.writeString(real, "{\"holdfast-cursors\":{}}");
        Path link = Files.createSymbolicLink(dir.resolve("link"), real);
        try (CursorFile cursors = CursorFile.open(link, null)) {
            cursors.save("a", "1");
        }
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("{\"holdfast-cursors\":{\"a\":\"1\"}}");
    }

    @Test
    void whatSomebodyLaidInTheWayIsNotWrittenThrough() throws IOException {
        Path precious = Files.writeString(dir.resolve("precious"), "mine");
        Files.createSymbolicLink(dir.resolve("cursors.new"), precious);
        try (CursorFile cursors = CursorFile.open(dir.resolve("cursors"), null)) {
            assertThatThrownBy(() -> cursors.save("a", "1")).isInstanceOf(IOException.class);
        }
        assertThat(precious).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-5", "", "wide", "9"})
    void aWidthThatIsNoneIsNotBelieved(String columns) {
        assertThat(Terminals.ofThisProcess(Map.of("COLUMNS", columns)).columns())
                .isEqualTo(80);
        assertThat(Terminals.ofThisProcess(Map.of("COLUMNS", "132")).columns()).isEqualTo(132);
    }

    @Test
    void aSecretIsMaskedBeforeItIsWrittenAsJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = new Ran.Setup()
                .out(out, false)
                .around(new ByteArrayOutputStream())
                .screen();
        screen.secrets().add("pa\"55\\word");
        screen.secrets().add("finding");
        screen.secrets().addQueryOf("http://h/?token=a%2Fb%2Bc");
        Finding finding = Finding.of("sse", Finding.Verdict.NO, "said pa\"55\\word and a/b+c")
                .advice("finding");
        Finding.write(List.of(finding), screen, true);
        assertThat(out.toString(UTF_8))
                .isEqualTo(
                        "{\"finding\":\"sse\",\"verdict\":\"no\",\"evidence\":\"said *** and ***\",\"advice\":\"***\"}\n");
    }

    @Test
    void aFileIsOneProcesssAndKeepsWhatOthersKeptInIt() throws Exception {
        Path file = dir.resolve("cursors");
        try (CursorFile first = CursorFile.open(file, null)) {
            first.save("a", "1\n\"2\"");
            first.save("b", "x");
            assertThatThrownBy(() -> CursorFile.open(file, null))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("Another process is using");
        }
        try (CursorFile second = CursorFile.open(file, "since")) {
            assertThat(second.load("a")).isEqualTo("1\n\"2\"");
            assertThat(second.load("c")).isEqualTo("since");
            second.save("a", null);
        }
        assertThat(file).hasContent("{\"holdfast-cursors\":{\"b\":\"x\"}}");
    }
}
