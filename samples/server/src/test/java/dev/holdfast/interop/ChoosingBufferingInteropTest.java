package dev.holdfast.interop;

import static dev.holdfast.interop.Choosing.shown;
import static dev.holdfast.interop.Choosing.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of docs/choosing.md against withholding, before a server that does not ask for it itself. */
class ChoosingBufferingInteropTest {
    private static final String BUFFERING = "proxy_buffering off";
    private static final String GZIP = "gzip off";
    /** As the default configuration of Debian's nginx begins. */
    private static final String COMPRESSING = "gzip on;\ngzip_types text/event-stream;\n";

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final HttpClient http = HttpClient.newHttpClient();
    private EventStreams chunks;
    private EventStreams whole;

    @BeforeEach
    void start() throws IOException {
        chunks = new EventStreams(true);
        whole = new EventStreams(false);
    }

    @AfterEach
    void end() throws IOException {
        chunks.close();
        whole.close();
    }

    private HttpRequest.Builder request(EventStreams upstream, String nginx, String encoding) {
        Server proxy = new Choosing(servers, dir).proxy("nginx", nginx, upstream.port());
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + "/"))
                .header("Accept-Encoding", encoding);
    }

    /** Reads the event while the server is still sending; the encoding of what it came in. */
    private String comes(EventStreams upstream, String nginx, String encoding)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request(upstream, nginx, encoding).build(), HttpResponse.BodyHandlers.ofInputStream());
        String came = response.headers().firstValue("Content-Encoding").orElse("none");
        try (InputStream body = response.body()) {
            InputStream plain = came.equals("gzip") ? new GZIPInputStream(body) : body;
            // No further: the next read would wait for what does not come.
            assertThat(plain.readNBytes(10)).asString(StandardCharsets.UTF_8).isEqualTo("data: here");
        }
        return came;
    }

    /** Not even the head of the answer comes before the client has lost its patience. */
    private void isWithheld(EventStreams upstream, String nginx, String encoding) {
        HttpRequest impatient = request(upstream, nginx, encoding)
                .timeout(Duration.ofSeconds(2))
                .build();
        assertThatThrownBy(() -> http.send(impatient, HttpResponse.BodyHandlers.ofInputStream()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip"})
    void asShownEachEventComesAtOnce(String encoding) throws Exception {
        assertThat(comes(whole, shown("nginx"), encoding)).isEqualTo("none");
        assertThat(comes(chunks, COMPRESSING + shown("nginx"), encoding)).isEqualTo("none");
    }

    @Test
    void withoutProxyBufferingOffAStreamWithoutChunksIsWithheld() throws Exception {
        isWithheld(whole, without(shown("nginx"), BUFFERING), "identity");
        assertThat(comes(chunks, without(shown("nginx"), BUFFERING), "identity"))
                .isEqualTo("none");
    }

    @Test
    void withoutGzipOffEventsAreCompressedForWhoeverAsks() throws Exception {
        String greedy = COMPRESSING + without(shown("nginx"), GZIP);
        assertThat(comes(chunks, greedy, "gzip")).as("event by event").isEqualTo("gzip");
        assertThat(comes(chunks, greedy, "identity")).as("Holdfast").isEqualTo("none");
    }

    @Test
    void withoutBothTheCompressorWithholdsThem() throws Exception {
        String gathering = COMPRESSING + without(shown("nginx"), BUFFERING);
        assertThat(comes(chunks, gathering, "gzip")).as("gzip off alone").isEqualTo("none");
        isWithheld(chunks, without(gathering, GZIP), "gzip");
    }
}
