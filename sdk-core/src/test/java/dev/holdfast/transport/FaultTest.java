package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.RealtimeClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests network faults between a client and a real server: the reason that the application receives, and that the feed
 * recovers.
 */
class FaultTest extends HttpTest {
    private static final String HALF_AN_EVENT = "id: 1\ndata: one\n\nid: 2\ndata: half of";
    private static final String HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nlogin";

    private final FeedRecorder app = new FeedRecorder();

    private RealtimeClient client(String url, OkHttpClient http, Duration attemptTimeout) {
        RealtimeClient client = closing(RealtimeClient.builder(url)
                .okHttpClient(http)
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(20)))
                .heartbeat(Heartbeat.every(Duration.ofSeconds(2)).withGrace(Duration.ofSeconds(2)))
                .limits(Limits.defaults().withAttemptTimeout(attemptTimeout))
                .build());
        client.addConnectionListener(app);
        client.subscribe(app);
        return client;
    }

    private FaultProxy proxied(String scheme, MockWebServer server, FaultProxy.Fault... faults) throws Exception {
        return proxied(scheme, server, Duration.ofSeconds(20), faults);
    }

    private FaultProxy proxied(String scheme, MockWebServer server, Duration attemptTimeout, FaultProxy.Fault... faults)
            throws Exception {
        FaultProxy proxy = closing(new FaultProxy(server.getPort(), faults));
        client(
                scheme + "://localhost:" + proxy.port() + "/feed",
                secure(scheme) ? trustingHttp1().build() : new OkHttpClient(),
                attemptTimeout);
        return proxy;
    }

    private static boolean secure(String scheme) {
        return scheme.equals("wss") || scheme.equals("https");
    }

    private void assertHears(String... expected) throws InterruptedException {
        for (String event : expected) assertThat(app.next()).isEqualTo(event);
    }

    private static MockResponse closing(int code) {
        return new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        socket.send("one");
                        socket.close(code, "");
                    }
                })
                .build();
    }

    // ---- streams that are interrupted

    @Test
    void aResetInTheMiddleOfAFrame() throws Exception {
        MockWebServer server = server(saying("one", "half of it"), saying("two"));
        FaultProxy proxy = proxied("ws", server, FaultProxy.resetAfter("half of"));
        assertHears("FRESH", "one");
        proxy.strike();
        assertThat(app.reason()).isEqualTo("NETWORK");
        assertHears("UNKNOWN", "two");
    }

    @Test
    void theEndOfTheStreamInTheMiddleOfAFrame() throws Exception {
        MockWebServer server = server(saying("one", "half of it"), saying("two"));
        FaultProxy proxy = proxied("ws", server, FaultProxy.endAfter("half of"));
        assertHears("FRESH", "one");
        proxy.strike();
        assertThat(app.reason()).isEqualTo("END_OF_STREAM");
        assertHears("UNKNOWN", "two");
    }

    @Test
    void aResetInTheMiddleOfAnEvent() throws Exception {
        MockWebServer server = server(openStream(HALF_AN_EVENT), openStream("id: 2\ndata: two\n\n"));
        FaultProxy proxy = proxied("http", server, FaultProxy.resetAfter("half of"));
        assertHears("FRESH", "one");
        proxy.strike();
        assertThat(app.reason()).isEqualTo("NETWORK");
        assertHears("UNKNOWN", "two");
        assertThat(request(server).getHeaders().get("Last-Event-ID")).isNull();
        assertThat(request(server).getHeaders().get("Last-Event-ID")).isEqualTo("1");
    }

    @Test
    void theEndOfTheStreamInTheMiddleOfAnEvent() throws Exception {
        MockWebServer server = server(openStream(HALF_AN_EVENT), openStream("id: 2\ndata: two\n\n"));
        FaultProxy proxy = proxied("http", server, FaultProxy.endAfter("half of"));
        assertHears("FRESH", "one");
        proxy.strike();
        assertThat(app.reason()).isEqualTo("END_OF_STREAM");
        assertHears("UNKNOWN", "two");
        request(server);
        assertThat(request(server).getHeaders().get("Last-Event-ID")).isEqualTo("1");
    }

    @Test
    void aChunkCutShort() throws Exception {
        MockWebServer server = server(openStream("data: two\n\n"));
        FaultProxy.Fault truncated = FaultProxy.answer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\nff\r\ndata: half of");
        proxied("http", server, truncated);
        assertHears("FRESH", "one");
        assertThat(app.reason()).isEqualTo("NETWORK");
        assertHears("UNKNOWN", "two");
    }

    // ---- missing responses

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"ws", "http", "wss", "https"})
    void aPeerThatAcceptsAndSaysNothing(String scheme) throws Exception {
        // Under TLS this is a handshake that stalls.
        MockResponse[] answers =
                threeTimes(() -> scheme.startsWith("ws") ? saying("two") : openStream("data: two\n\n"));
        MockWebServer server = secure(scheme) ? tlsServer(answers) : server(answers);
        proxied(scheme, server, Duration.ofSeconds(2), FaultProxy.SILENCE);
        assertThat(app.reason()).isEqualTo("TIMEOUT");
        assertHears("FRESH", "two");
    }

    /** Retries on a machine so busy that an attempt misses the short deadline without a fault. */
    private static MockResponse[] threeTimes(Supplier<MockResponse> answer) {
        return new MockResponse[] {answer.get(), answer.get(), answer.get()};
    }

    @Test
    void aHandshakeOfOneByteAtATimeDoesNotOutlastItsDeadline() throws Exception {
        MockWebServer server = server(threeTimes(() -> openStream("data: two\n\n")));
        proxied("http", server, Duration.ofSeconds(2), FaultProxy.drip(200));
        assertThat(app.reason()).isEqualTo("TIMEOUT");
        assertHears("FRESH", "two");
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"ws", "http"})
    void aStreamOfOneByteAtATimeIsAlive(String scheme) throws Exception {
        // Longer on its way than the heartbeat's interval, with no silence as long as that.
        String text = "x".repeat(200);
        MockResponse answer = scheme.equals("ws") ? saying(text) : openStream("data: " + text + "\n\n");
        FaultProxy proxy = proxied(scheme, server(answer), FaultProxy.drip(10));
        assertHears("FRESH", text);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void aRefusedConnection() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        client("http://localhost:" + port + "/feed", new OkHttpClient(), Duration.ofSeconds(20));
        assertThat(app.reason()).isEqualTo("NETWORK");
        assertThat(app.reason()).isEqualTo("NETWORK");
        closing(new FaultProxy(port, server(openStream("data: two\n\n")).getPort()));
        assertHears("FRESH", "two");
    }

    // ---- wrong responses

    @ParameterizedTest
    @CsvSource({"ws", "http"})
    void aHeaderOf100Megabytes(String scheme) throws Exception {
        MockWebServer server = server(scheme.equals("ws") ? saying("two") : openStream("data: two\n\n"));
        FaultProxy.Fault header = FaultProxy.answer(out -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(ISO_8859_1));
            byte[] much = "x".repeat(1 << 20).getBytes(ISO_8859_1);
            for (int i = 0; i < 100; i++) out.write(much);
        });
        proxied(scheme, server, header);
        assertThat(app.reason()).isEqualTo("NETWORK");
        assertHears("FRESH", "two");
    }

    @Test
    void aPortalsPageInsteadOfAnUpgradeGoesAway() throws Exception {
        proxied("ws", server(saying("two")), FaultProxy.answer(HTML), FaultProxy.answer(HTML));
        assertThat(app.reason()).isEqualTo("CONTENT_TYPE 200");
        assertThat(app.reason()).isEqualTo("CONTENT_TYPE 200");
        assertHears("FRESH", "two");
    }

    @ParameterizedTest
    @CsvSource({"200 OK, HTTP_STATUS 200", "403 Forbidden, HTTP_STATUS 403", "426 Upgrade Required, HTTP_STATUS 426"})
    void aRefusedUpgradeIsFinal(String status, String reason) throws Exception {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno";
        FaultProxy proxy = proxied("ws", server(), FaultProxy.answer(answer));
        assertHears("ended");
        assertThat(app.reason()).isEqualTo(reason + " final");
        assertThat(proxy.connections()).isEqualTo(1);
    }

    // ---- close frames of a server that neither reads the reply nor closes the connection

    @ParameterizedTest
    @CsvSource({"1000", "1001", "1011", "1012", "1013", "4000", "4999"})
    void aServersGoodbyeIsFollowedByTheNextConnection(int code) throws Exception {
        MockWebServer server = server(closing(code), saying("two"));
        proxied("ws", server, FaultProxy.DEAF);
        assertHears("FRESH", "one");
        assertThat(app.reason()).isEqualTo("WEBSOCKET_CLOSE " + code);
        assertHears("UNKNOWN", "two");
    }

    @Test
    void aGoodbyeThatForbidsIsFinal() throws Exception {
        FaultProxy proxy = proxied("ws", server(closing(1008)), FaultProxy.DEAF);
        assertHears("FRESH", "one", "ended");
        assertThat(app.reason()).isEqualTo("WEBSOCKET_CLOSE 1008 final");
        assertThat(proxy.connections()).isEqualTo(1);
    }
}
