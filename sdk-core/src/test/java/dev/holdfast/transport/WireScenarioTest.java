package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.Limits;
import dev.holdfast.PoisonPolicy;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests network behaviour that other clients got wrong, against a real server. See docs/failure-scenarios.md. */
class WireScenarioTest extends HttpTest {
    private final FeedRecorder app = new FeedRecorder();
    private final BlockingQueue<ConnectionEvent> delays = new LinkedBlockingQueue<>();

    private Subscription subscribe(RealtimeClient.Builder builder) {
        RealtimeClient client =
                closing(builder.backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(20)))
                        .build());
        client.addConnectionListener(app);
        client.addConnectionListener(event -> {
            if (event.delay() != null) delays.add(event);
        });
        return client.subscribe(app);
    }

    private static RealtimeClient.Builder to(String scheme, MockWebServer server) {
        return RealtimeClient.builder(scheme + "://localhost:" + server.getPort() + "/feed");
    }

    private void assertHears(String... expected) throws InterruptedException {
        for (String event : expected) assertThat(app.next()).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aServerThatAsksToRetryLaterIsRetriedLater(String scheme) throws Exception {
        MockResponse later = new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "1")
                .build();
        MockResponse feed = scheme.equals("ws")
                ? new MockResponse.Builder().webSocketUpgrade(new Answering()).build()
                : openStream("data: two\n\n");
        subscribe(to(scheme, server(later, feed)));
        assertThat(app.reason()).isEqualTo("HTTP_STATUS 503");
        assertThat(delays.take().delay()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertHears("FRESH", "two");
    }

    /** A WebSocket server that sends something and replies to a close frame. */
    private static class Answering extends WebSocketListener {
        @Override
        public void onOpen(WebSocket socket, Response response) {
            socket.send("two");
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(code, reason);
        }
    }

    @Test
    void theServerHearsTheAnswerToItsGoodbyeAndTheConnectionEnds() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        MockResponse restarting = new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        socket.send("one");
                        socket.close(1012, "restart");
                    }

                    @Override
                    public void onClosed(WebSocket socket, int code, String reason) {
                        closed.complete(code); // Both sides have sent a close frame.
                    }
                })
                .build();
        MockResponse back =
                new MockResponse.Builder().webSocketUpgrade(new Answering()).build();
        subscribe(to("ws", server(restarting, back)));
        assertHears("FRESH", "one", "UNKNOWN", "two");
        assertThat(closed.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1012);
    }

    @Test
    void theAppsTimeoutsDoNotCutAStreamThatIsSilentForLonger() throws Exception {
        OkHttpClient impatient = new OkHttpClient.Builder()
                .callTimeout(Duration.ofMillis(100))
                .readTimeout(Duration.ofMillis(100))
                .writeTimeout(Duration.ofMillis(100))
                .build();
        MockWebServer server = server(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body("data: two\n\n")
                .bodyDelay(1, TimeUnit.SECONDS)
                .build());
        subscribe(to("http", server).okHttpClient(impatient));
        assertHears("FRESH", "two"); // After a reconnect, UNKNOWN would be in between.
    }

    @Test
    void aBuilderWhoseAnswersAreThrownAwayIsObeyedAllTheSame() throws Exception {
        MockWebServer server = server(openStream("data: 0123456789\n\n"));
        RealtimeClient.Builder builder = to("http", server);
        builder.header("X-App", "1");
        builder.limits(Limits.defaults().withMaxMessageBytes(5));
        builder.poisonPolicy(PoisonPolicy.stop(1));
        subscribe(builder);
        assertThat(app.reason()).isEqualTo("TOO_LARGE final");
        assertThat(request(server).getHeaders().get("X-App")).isEqualTo("1");
    }

    @Test
    void whatTheServerSaidOfRetriesAndPositionsOutlivesTheConnection() throws Exception {
        MockWebServer server = server(
                stream("retry: 300\nid: 1\ndata: one\n\n"),
                stream("data: two\n\n"),
                new MockResponse.Builder().code(500).build(),
                openStream("data: three\n\n"));
        subscribe(to("http", server));
        assertHears("FRESH", "one", "UNKNOWN", "two", "UNKNOWN", "three");
        for (int i = 0; i < 3; i++) {
            assertThat(delays.take().delay()).isBetween(Duration.ofMillis(300), Duration.ofMillis(800));
        }
        assertThat(request(server).getHeaders().get("Last-Event-ID")).isNull();
        for (int i = 0; i < 3; i++) {
            assertThat(request(server).getHeaders().get("Last-Event-ID")).isEqualTo("1");
        }
    }

    private static MockResponse stream(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(body)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void unsubscribingEndsTheStreamOnTheWire(String scheme) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        RawServer server = closing(new RawServer((head, in, out) -> {
            out.write(
                    scheme.equals("ws")
                            ? Wire.join(RawServer.agree(head), Wire.frame(0x81, "one"))
                            : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n"
                                    .getBytes(ISO_8859_1));
            out.flush();
            try {
                while (in.read() >= 0) {} // a WebSocket's goodbye comes before the end
            } catch (IOException e) {
                // A reset is an accepted end as well.
            }
            end.complete("ended");
        }));
        Subscription subscription =
                subscribe(RealtimeClient.builder(server.url().replaceFirst("ws", scheme)));
        assertHears("FRESH", "one");
        subscription.unsubscribeAndWait();
        assertThat(end.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("ended");
    }

    @Test
    void unsubscribingEndsTheStreamOverHttp2Too() throws Exception {
        Http2Peer peer = closing(new Http2Peer());
        Subscription subscription = subscribe(RealtimeClient.builder(peer.url())
                .okHttpClient(new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                        .build()));
        Http2Peer.Stream stream = peer.next();
        stream.accept();
        stream.data("data: one\n\n");
        assertHears("FRESH", "one");
        subscription.unsubscribeAndWait();
        stream.awaitReset();
    }
}
