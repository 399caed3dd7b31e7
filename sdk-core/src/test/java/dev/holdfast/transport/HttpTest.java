package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * The base of tests over real sockets. It closes all servers, clients and streams after each test, in reverse order.
 */
@Timeout(120)
abstract class HttpTest {
    static final long WAIT_SECONDS = 30;
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .build();

    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private final List<OpenStream> streams = new ArrayList<>();

    <T extends AutoCloseable> T closing(T closeable) {
        closeables.push(closeable);
        return closeable;
    }

    @AfterEach
    void closeAll() throws Exception {
        streams.forEach(OpenStream::close); // Otherwise their servers would wait for them.
        while (!closeables.isEmpty()) closeables.pop().close();
    }

    /** Returns a WebSocket that sends these texts and then only answers. */
    static MockResponse saying(String... texts) {
        return new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        for (String text : texts) socket.send(text);
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build();
    }

    MockWebServer server(MockResponse... responses) throws IOException {
        MockWebServer server = new MockWebServer();
        return start(server, responses);
    }

    /** Returns a server that supports HTTP/2. */
    MockWebServer tlsServer(MockResponse... responses) throws IOException {
        MockWebServer server = new MockWebServer();
        useTls(server);
        return start(server, responses);
    }

    static void useTls(MockWebServer server) {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslSocketFactory());
    }

    private MockWebServer start(MockWebServer server, MockResponse... responses) throws IOException {
        for (MockResponse response : responses) server.enqueue(response);
        server.start();
        return closing(server);
    }

    /** Returns a response with an event stream that stays open until the test ends. */
    MockResponse openStream() {
        return openStream("data: hello\n\n");
    }

    MockResponse openStream(String begins) {
        OpenStream stream = new OpenStream(begins);
        streams.add(stream);
        return stream.response();
    }

    static MockResponse redirect(int code, Object location) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("Location", location)
                .build();
    }

    /** Returns a client that trusts the servers created here. */
    static OkHttpClient.Builder trusting() {
        HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .addTrustedCertificate(CERTIFICATE.certificate())
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
    }

    static OkHttpClient.Builder trustingHttp1() {
        return trusting().protocols(Collections.singletonList(Protocol.HTTP_1_1));
    }

    static Environment environment(Object httpClient) {
        return environment(httpClient, Limits.defaults());
    }

    static Environment environment(Object httpClient, Limits limits) {
        return Environment.of(httpClient, limits, () -> new byte[4], () -> 0L, () -> 0L);
    }

    Dialer dialer(Object httpClient) {
        return dialer(httpClient, Limits.defaults());
    }

    Dialer dialer(Object httpClient, Limits limits) {
        Dialer dialer = SseTransport.create().dialer(environment(httpClient, limits));
        closing(dialer::close);
        return dialer;
    }

    Connection connection(Dialer dialer, Target target) {
        Connection connection = dialer.newConnection(target);
        closing(connection::release);
        return connection;
    }

    Connection open(Dialer dialer, Target target) throws IOException {
        Connection connection = connection(dialer, target);
        connection.open();
        return connection;
    }

    CloseReason refusal(Dialer dialer, Target target) {
        Connection connection = connection(dialer, target);
        CloseException e = catchThrowableOfType(CloseException.class, connection::open);
        assertThat(e).isNotNull();
        return e.reason();
    }

    static Target target(MockWebServer server) {
        return Target.of(server.url("/feed?secret=1").toString());
    }

    static void assertHello(Connection connection) throws IOException {
        byte[] bytes = new byte[100];
        int n = connection.read(bytes);
        assertThat(new String(Arrays.copyOf(bytes, n), StandardCharsets.UTF_8)).isEqualTo("data: hello\n\n");
    }

    static RecordedRequest request(MockWebServer server) throws InterruptedException {
        RecordedRequest request = server.takeRequest(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    interface Action<T> {
        T run() throws Exception;
    }

    /** Runs a task on a thread of its own. */
    static <T> CompletableFuture<T> async(Action<T> action) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                future.complete(action.run());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    static CloseReason failure(CompletableFuture<?> future) {
        ExecutionException e =
                catchThrowableOfType(ExecutionException.class, () -> future.get(WAIT_SECONDS, TimeUnit.SECONDS));
        assertThat(e.getCause()).isInstanceOf(CloseException.class);
        return ((CloseException) e.getCause()).reason();
    }
}
