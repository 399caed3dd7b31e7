package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Limits;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseTransportTest extends HttpTest {
    @Test
    void transportSaysWhatItIs() {
        SseTransport transport = SseTransport.create();
        assertThat(transport.name()).isEqualTo("sse");
        assertThat(transport.canSend()).isFalse();
        assertThat(transport.supportsScheme("http")).isTrue();
        assertThat(transport.supportsScheme("https")).isTrue();
        assertThat(transport.supportsScheme("wss")).isFalse();
    }

    @Test
    void getSaysWhatAnEventStreamNeeds() throws Exception {
        MockWebServer server = server(openStream());
        Target target = target(server)
                .withHeader("X-App", "1")
                .withHeader("accept-encoding", "gzip")
                .withHeader("Last-Event-ID", "7")
                .withAuthorization("Bearer t");
        Connection connection = open(dialer(null), target);
        RecordedRequest request = request(server);
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getTarget()).isEqualTo("/feed?secret=1");
        assertThat(request.getHeaders().values("Accept")).containsExactly("text/event-stream");
        assertThat(request.getHeaders().values("Cache-Control")).containsExactly("no-cache");
        assertThat(request.getHeaders().values("Accept-Encoding")).containsExactly("identity");
        assertThat(request.getHeaders().values("X-App")).containsExactly("1");
        assertThat(request.getHeaders().values("Last-Event-ID")).containsExactly("7");
        assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer t");
        assertHello(connection);
        assertThat(connection.header("content-type")).isEqualTo("text/event-stream");
        assertThat(connection.header("X-None")).isNull();
        assertThat(connection.writer()).isNull();
        assertThat(connection.reader()).isSameAs(connection.reader());
        assertThatThrownBy(() -> connection.write(new byte[1], 0, 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void postSendsItsBody() throws Exception {
        MockWebServer server = server(openStream());
        byte[] body = "{\"query\":\"é\"}".getBytes(StandardCharsets.UTF_8);
        open(dialer(null), target(server).withBody("POST", body, "application/json"));
        RecordedRequest request = request(server);
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/json");
        assertThat(request.getBody().utf8()).isEqualTo("{\"query\":\"é\"}");
    }

    @Test
    void http2IsUsedWhereThereIsTls() throws Exception {
        MockWebServer server = tlsServer(openStream(), openStream());
        Dialer dialer = dialer(trusting().build());
        assertHello(open(dialer, target(server)));
        assertHello(open(dialer, target(server)));
        assertThat(request(server).getVersion()).isEqualTo("HTTP/2");
        assertThat(request(server).getConnectionIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream;charset=utf-8",
                "text/event-stream; charset=latin1",
                "text/event-stream; charset",
                "text/event-stream; charset=",
                "text/event-stream ;;",
                "text/event-stream; a=\"b",
                "text/event-stream, text/event-stream"
            })
    void eventStreamIsAccepted(String contentType) throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .addHeader("Content-Type", contentType)
                .body("data: hello\n\n")
                .build());
        Connection connection = open(dialer(null), target(server));
        assertHello(connection);
        assertThat(connection.read(new byte[10])).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, CONTENT_TYPE, true",
        "200, text/event-stream2, CONTENT_TYPE, false",
        "201, text/event-stream, CONTENT_TYPE, false",
        "204, text/event-stream, NO_CONTENT, false",
        "304, text/event-stream, REDIRECT, false",
        "401, text/event-stream, HTTP_STATUS, false",
        "503, text/event-stream, HTTP_STATUS, true"
    })
    void otherAnswersAreRefused(int code, String contentType, Kind kind, boolean retryable) throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .code(code)
                .addHeader("Content-Type", contentType)
                .build());
        CloseReason reason = refusal(dialer(null), target(server));
        assertThat(reason.kind()).isEqualTo(kind);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.retryable()).isEqualTo(retryable);
        assertThat(reason.text()).doesNotContain("secret");
    }

    @Test
    void typeOnTwoLinesIsAccepted() throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .addHeader("Content-Type", "text/event-stream")
                .body("data: hello\n\n")
                .build());
        assertHello(open(dialer(null), target(server)));
    }

    /** OkHttp takes a length for a violation of HTTP. */
    @ParameterizedTest
    @ValueSource(ints = {204, 205})
    void noContentWithALengthIsNoContent(int code) throws Exception {
        MockWebServer server =
                server(new MockResponse.Builder().code(code).body("hello").build(), openStream());
        CloseReason reason = refusal(dialer(null), target(server));
        assertThat(reason.kind()).isEqualTo(Kind.NO_CONTENT);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.retryable()).isFalse();
    }

    /** All but control characters can travel, and a tab as well (RFC 9110 section 5.5). */
    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "ключ\t☃", "a b", "a\u0085b"})
    void idsThatAHeaderCanHoldAreSent(String id) throws Exception {
        MockWebServer server = server(openStream());
        open(dialer(null), target(server).withHeader("Last-Event-ID", id));
        assertThat(request(server).getHeaders().get("Last-Event-ID")).isEqualTo(id);
    }

    @Test
    void aCompressedStreamIsRefused() throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .addHeader("Content-Encoding", "gzip")
                .build());
        CloseReason reason = refusal(dialer(null), target(server));
        assertThat(reason.kind()).isEqualTo(Kind.CONTENT_TYPE);
        assertThat(reason.retryable()).isFalse();
    }

    /** Many servers send "none", which is not a registered coding, so that no proxy compresses. */
    @ParameterizedTest
    @ValueSource(strings = {"identity", "none", "None", ""})
    void aStreamThatSaysItIsNotCompressedIsAccepted(String coding) throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .addHeader("Content-Encoding", coding)
                .body("data: hello\n\n")
                .build());
        assertHello(open(dialer(null), target(server)));
    }

    /** A quiet stream must not hold a segment. */
    @Test
    void onlyABusyStreamLeavesAByteBehind() throws Exception {
        try (SteppedStream stream = new SteppedStream()) {
            MockWebServer server = server(stream.response());
            AtomicLong now = new AtomicLong();
            Dialer dialer = SseTransport.create()
                    .dialer(Environment.of(null, Limits.defaults(), () -> new byte[4], () -> 0L, now::get));
            closing(dialer::close);
            SseConnection connection = (SseConnection) open(dialer, target(server));
            byte[] into = new byte[64];
            for (int i = 0; i < 100; i++) {
                now.addAndGet(i < 50 ? 1_000_000_000 : 1_000);
                String chunk = ":" + i + "\n";
                stream.send(chunk);
                int n = connection.read(into);
                assertThat(new String(into, 0, n, UTF_8)).isEqualTo(chunk);
                if (i < 50) assertThat(connection.left()).isZero();
            }
            assertThat(connection.left()).isEqualTo(1);
            now.addAndGet(3_600_000_000_000L);
            for (int i = 0; i < 16; i++) {
                stream.send(":\n");
                assertThat(connection.read(into)).isEqualTo(2);
            }
            assertThat(connection.left()).isZero();
        }
    }

    /** A server that sends what the test tells it. */
    private static final class SteppedStream implements MockResponseBody, AutoCloseable {
        private static final String END = "end";
        private final BlockingQueue<String> chunks = new LinkedBlockingQueue<>();

        MockResponse response() {
            return new MockResponse.Builder()
                    .addHeader("Content-Type", "text/event-stream")
                    .body(this)
                    .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                    .build();
        }

        void send(String chunk) {
            chunks.add(chunk);
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // no chunk is meant
        public void writeTo(BufferedSink sink) throws IOException {
            try {
                for (String chunk = chunks.take(); chunk != END; chunk = chunks.take())
                    sink.writeUtf8(chunk).flush();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            chunks.add(END);
        }
    }

    @Test
    void cancelFreesARead() throws Exception {
        MockWebServer http1 = server(openStream());
        MockWebServer http2 = tlsServer(openStream());
        for (MockWebServer server : new MockWebServer[] {http1, http2}) {
            Connection connection = open(dialer(trusting().build()), target(server));
            assertHello(connection);
            CompletableFuture<Integer> read = async(() -> connection.read(new byte[10]));
            connection.cancel();
            connection.cancel();
            assertThat(failure(read).kind()).isEqualTo(Kind.NETWORK);
        }
    }

    @Test
    void cancelFreesAnOpen() throws Exception {
        MockResponse silence = new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build();
        for (MockWebServer server : new MockWebServer[] {server(silence), tlsServer(silence)}) {
            Connection connection = connection(dialer(trusting().build()), target(server));
            CompletableFuture<Boolean> open = async(() -> {
                connection.open();
                return true;
            });
            request(server);
            connection.cancel();
            CloseReason reason = failure(open);
            assertThat(reason.kind()).isEqualTo(Kind.NETWORK);
            assertThat(reason.retryable()).isTrue();
            assertThat(reason.text()).isEqualTo("The attempt was cancelled");
        }
    }

    @Test
    void cancelledConnectionDoesNotDial() throws Exception {
        MockWebServer server = server(openStream());
        Connection connection = connection(dialer(null), target(server));
        connection.cancel();
        assertThatThrownBy(connection::open).hasMessageContaining("cancelled");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void manyStreamsTakeNothingFromTheApp() throws Exception {
        MockWebServer server = server();
        for (int i = 0; i < 70; i++) server.enqueue(openStream());
        OkHttpClient app = new OkHttpClient();
        Dialer dialer = dialer(app);
        for (int i = 0; i < 70; i++) assertHello(open(dialer, target(server)));
        assertThat(app.dispatcher().runningCallsCount()).isZero();
        assertThat(app.connectionPool().connectionCount()).isZero();
    }

    @Test
    void closeLeavesTheAppsClientAlone() throws Exception {
        MockWebServer server = server(new MockResponse.Builder().build(), openStream());
        OkHttpClient app = new OkHttpClient();
        closing(() -> app.connectionPool().evictAll());
        Request request = new Request.Builder().url(server.url("/")).build();
        app.newCall(request).execute().close();
        Dialer dialer = dialer(app);
        Connection connection = open(dialer, target(server));
        connection.cancel();
        connection.release();
        dialer.close();
        assertThat(app.connectionPool().connectionCount()).isEqualTo(1);
        assertThat(app.dispatcher().executorService().isShutdown()).isFalse();
        server.enqueue(new MockResponse.Builder().build());
        CompletableFuture<Response> answer = async(() -> app.newCall(request).execute());
        answer.get(WAIT_SECONDS, TimeUnit.SECONDS).close();
    }
}
