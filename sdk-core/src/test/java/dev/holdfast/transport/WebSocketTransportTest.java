package dev.holdfast.transport;

import static dev.holdfast.transport.Wire.frame;
import static dev.holdfast.transport.Wire.join;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import okio.ByteString;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the transport against OkHttp's own WebSocket on the server side. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WebSocketTransportTest {
    @StartStop
    private final MockWebServer server = new MockWebServer();

    private final Echo echo = new Echo();

    @Test
    void whatItSaysOfItself() {
        WebSocketTransport transport = WebSocketTransport.create();
        assertThat(transport.name()).isEqualTo("websocket");
        assertThat(transport.canSend()).isTrue();
        for (String scheme : new String[] {"ws", "wss", "http", "https"})
            assertThat(transport.supportsScheme(scheme)).isTrue();
        assertThat(transport.supportsScheme("ftp")).isFalse();
    }

    @Test
    void messagesComeBack() throws Exception {
        server.enqueue(upgrade().build());
        try (WebSocketClient client = WebSocketClient.to(url()).open()) {
            assertThat(client.connection.header("Sec-WebSocket-Extensions")).isNull();
            assertThat(((WebSocketConnection) client.connection).direct()).isTrue();
            echoes(client);
        }
    }

    @Test
    void compressedMessagesComeBack() throws Exception {
        for (String parameters : new String[] {
            "", "; client_no_context_takeover", "; server_no_context_takeover; client_no_context_takeover"
        }) {
            server.enqueue(upgrade()
                    .setHeader("Sec-WebSocket-Extensions", "permessage-deflate" + parameters)
                    .build());
            try (WebSocketClient client = WebSocketClient.to(url()).open()) {
                assertThat(client.connection.header("sec-websocket-extensions")).startsWith("permessage-deflate");
                echoes(client);
            }
            assertThat(server.takeRequest(30, SECONDS).getHeaders().get("Sec-WebSocket-Extensions"))
                    .isEqualTo("permessage-deflate; client_max_window_bits");
        }
    }

    @Test
    void theRequest() throws Exception {
        server.enqueue(upgrade().setHeader("Sec-WebSocket-Protocol", "b.v2").build());
        Target target = Target.of(url())
                .withHeader("X-App", "7")
                .withSubprotocol("a.v1")
                .withSubprotocol("b.v2");
        try (WebSocketClient client = new WebSocketClient(WebSocketTransport.withoutCompression(), target, null)) {
            client.open();
            assertThat(client.connection.header("Sec-WebSocket-Protocol")).isEqualTo("b.v2");
        }
        okhttp3.Headers headers = server.takeRequest(30, SECONDS).getHeaders();
        assertThat(headers.get("Connection")).isEqualTo("Upgrade");
        assertThat(headers.get("Upgrade")).isEqualTo("websocket");
        assertThat(headers.get("Sec-WebSocket-Version")).isEqualTo("13");
        assertThat(ByteString.decodeBase64(headers.get("Sec-WebSocket-Key")).size())
                .isEqualTo(16);
        assertThat(headers.get("Sec-WebSocket-Protocol")).isEqualTo("a.v1, b.v2");
        assertThat(headers.get("Sec-WebSocket-Extensions")).isNull();
        assertThat(headers.get("X-App")).isEqualTo("7");
    }

    @Test
    void theServerNeedNotChooseASubprotocol() throws Exception {
        server.enqueue(upgrade().build());
        Target target = Target.of(url()).withSubprotocol("a.v1");
        try (WebSocketClient client = new WebSocketClient(WebSocketTransport.create(), target, null)) {
            client.open();
            assertThat(client.connection.header("Sec-WebSocket-Protocol")).isNull();
        }
    }

    @Test
    void pingsAreAnswered() throws Exception {
        server.enqueue(upgrade().build());
        try (WebSocketClient client = WebSocketClient.to(url()).open()) {
            client.write((writer, out) -> writer.ping(new byte[] {1, 2, 3}, out));
            assertThat(client.event(1)).isEqualTo("pong 010203");
        }
    }

    @Test
    void theServerSaysGoodbye() throws Exception {
        server.enqueue(upgrade().build());
        try (WebSocketClient client = WebSocketClient.to(url()).open()) {
            echo.socket().close(4001, "bye");
            assertThat(client.event(1)).isEqualTo("closed 4001 bye");
            client.write((writer, out) -> writer.close(4001, "", out));
            assertThat(echo.closing.poll(30, SECONDS)).isEqualTo("4001 ");
            assertThat(client.event(2)).isNull();
        }
    }

    @Test
    void weSayGoodbye() throws Exception {
        server.enqueue(upgrade().build());
        try (WebSocketClient client = WebSocketClient.to(url()).open()) {
            client.write((writer, out) -> writer.close(1000, "done", out));
            assertThat(echo.closing.poll(30, SECONDS)).isEqualTo("1000 done");
            assertThat(client.event(1)).isEqualTo("closed 1000 done");
        }
    }

    @Test
    void overTls() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        OkHttpClient http = new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
        server.enqueue(upgrade().build());
        Target target = Target.of("wss://localhost:" + server.getPort() + "/feed");
        try (WebSocketClient client = new WebSocketClient(WebSocketTransport.create(), target, http)) {
            client.open();
            assertThat(((WebSocketConnection) client.connection).direct()).isTrue();
            echoes(client);
        }
    }

    @Test
    void anInterceptorThatPutsAnotherSocketInItsPlaceSeesAllThatIsRead() throws Exception {
        Buffer seen = new Buffer();
        OkHttpClient http = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> tapped(chain.proceed(chain.request()), seen))
                .build();
        server.enqueue(upgrade().build());
        try (WebSocketClient client = new WebSocketClient(WebSocketTransport.create(), Target.of(url()), http)) {
            client.open();
            assertThat(((WebSocketConnection) client.connection).direct()).isFalse();
            echoes(client);
            assertThat(seen.readByteString().utf8()).contains("Hello", "é東🚀");
        }
    }

    @Test
    void aSocketWithAStreamForEachWhoAsksIsReadAsOkHttpReadsIt() throws Exception {
        OkHttpClient http = new OkHttpClient.Builder()
                .socketFactory(new Sockets(() -> new Socket() {
                    @Override
                    public InputStream getInputStream() throws IOException {
                        return new BufferedInputStream(super.getInputStream());
                    }
                }))
                .build();
        try (RawServer raw = new RawServer((head, in, out) -> {
                    out.write(join(RawServer.agree(head), frame(0x81, "x".repeat(20_000)), frame(0x81, "at once")));
                    out.flush();
                });
                WebSocketClient client =
                        new WebSocketClient(WebSocketTransport.create(), Target.of(raw.url()), http).open()) {
            assertThat(((WebSocketConnection) client.connection).direct()).isFalse();
            assertThat(client.event(2)).isEqualTo("text at once 7");
        }
    }

    /** A factory of sockets that OkHttp connects. */
    private static final class Sockets extends SocketFactory {
        private final Supplier<Socket> made;

        Sockets(Supplier<Socket> made) {
            this.made = made;
        }

        @Override
        public Socket createSocket() {
            return made.get();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new AssertionError("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new AssertionError("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new AssertionError("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new AssertionError("OkHttp connects by itself");
        }
    }

    /** A socket that notes the size of each write. */
    private static final class Noting extends Socket {
        final List<Integer> writes = new CopyOnWriteArrayList<>();
        private OutputStream out;

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            if (out == null) {
                out = new FilterOutputStream(super.getOutputStream()) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        writes.add(length);
                        out.write(bytes, offset, length);
                    }
                };
            }
            return out;
        }
    }

    @Test
    void aWriteIsOneWriteOfTheSocketAndItsSendBufferStaysSmall() throws Exception {
        Noting socket = new Noting();
        OkHttpClient http = new OkHttpClient.Builder()
                .socketFactory(new Sockets(() -> socket))
                .build();
        server.enqueue(upgrade().build());
        try (WebSocketClient client =
                new WebSocketClient(WebSocketTransport.withoutCompression(), Target.of(url()), http)) {
            client.open();
            assertThat(socket.getSendBufferSize()).isLessThanOrEqualTo(128 * 1024); // Linux doubles what it is told
            socket.writes.clear();
            client.send(Frame.text("x".repeat(30_000)));
            assertThat(socket.writes).containsExactly(30_000 + 8);
            assertThat(client.event(1)).startsWith("text x");
        }
    }

    @Test
    void anAnswerThatAnInterceptorMadeUpIsReadAsItComes() throws Exception {
        server.enqueue(upgrade().build());
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                                .newBuilder()
                                .url(chain.request().url())
                                .build())
                        .newBuilder()
                        .request(
                                new Request.Builder().url(chain.request().url()).build())
                        .build())
                .build();
        try (WebSocketClient client = new WebSocketClient(WebSocketTransport.create(), Target.of(url()), http)) {
            client.open();
            assertThat(((WebSocketConnection) client.connection).direct()).isFalse();
            echoes(client);
        }
    }

    private static Response tapped(Response head, Buffer seen) {
        okio.Socket socket = head.socket();
        // It has the same type as OkHttp's own, so that only its identity differs.
        Source source = new ForwardingSource(Okio.buffer(socket.getSource())) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long n = super.read(sink, byteCount);
                if (n > 0) sink.copyTo(seen, sink.size() - n, n);
                return n;
            }
        };
        return head.newBuilder()
                .socket(new okio.Socket() {
                    @Override
                    public Source getSource() {
                        return source;
                    }

                    @Override
                    public okio.Sink getSink() {
                        return socket.getSink();
                    }

                    @Override
                    public void cancel() {
                        socket.cancel();
                    }
                })
                .build();
    }

    @Test
    void afterReleaseOkHttpHoldsNothing() throws Exception {
        CountDownLatch ended = new CountDownLatch(2);
        OkHttpClient http = new OkHttpClient.Builder()
                .eventListener(new EventListener() {
                    @Override
                    public void connectionReleased(Call call, okhttp3.Connection connection) {
                        ended.countDown();
                    }

                    @Override
                    public void callEnd(Call call) {
                        ended.countDown();
                    }

                    @Override
                    public void callFailed(Call call, IOException e) {
                        ended.countDown();
                    }
                })
                .build();
        server.enqueue(upgrade().build());
        WebSocketClient client = new WebSocketClient(WebSocketTransport.create(), Target.of(url()), http);
        client.open();
        client.close();
        assertThat(ended.await(30, SECONDS)).isTrue();
        assertThatThrownBy(() -> client.send(Frame.text("late"))).isInstanceOf(IOException.class);
    }

    @Test
    void whatComesWithTheHeadIsNotLost() throws Exception {
        String large = "x".repeat(20_000);
        try (RawServer raw = new RawServer((head, in, out) -> {
                    out.write(join(RawServer.agree(head), frame(0x81, "at once"), frame(0x81, large)));
                    out.flush();
                });
                WebSocketClient client = WebSocketClient.to(raw.url()).open()) {
            assertThat(client.event(1)).isEqualTo("text at once 7");
            assertThat(client.event(2)).isEqualTo("text " + large + " 20000");
            assertThat(client.event(3)).isNull();
            assertThat(client.connection.reader().end().retryable()).isTrue();
        }
    }

    private static void echoes(WebSocketClient client) throws Exception {
        Random random = new Random(3);
        byte[] noise = new byte[300_000];
        random.nextBytes(noise);
        String large = "{\"größe\":1}".repeat(50_000);
        Frame[] frames = {
            Frame.text("Hello"),
            Frame.text(""),
            Frame.text("é東🚀"),
            Frame.text(large),
            Frame.binary(noise),
            Frame.binary(new byte[0]),
            Frame.binary(new byte[70_000]),
            Frame.text(large),
            Frame.text("x".repeat(256))
        };
        SinkRecorder expected = new SinkRecorder(false);
        for (int i = 0; i < frames.length; i++) {
            client.send(frames[i]);
            Frame frame = frames[i];
            expected.onFrame(
                    frame.kind() == Frame.Kind.BINARY
                            ? frame
                            : new Frame().setText(frame.text(), null, null, frame.bytes().length));
            assertThat(client.event(i + 1)).isEqualTo(expected.events.get(i));
        }
    }

    private MockResponse.Builder upgrade() {
        return new MockResponse.Builder().webSocketUpgrade(echo);
    }

    private String url() {
        return "ws://localhost:" + server.getPort() + "/feed";
    }

    /**
     * A server that echoes messages and replies to a close frame. Without that reply, the server could not be stopped.
     */
    private static final class Echo extends WebSocketListener {
        final BlockingQueue<WebSocket> sockets = new LinkedBlockingQueue<>();
        final BlockingQueue<String> closing = new LinkedBlockingQueue<>();

        WebSocket socket() throws InterruptedException {
            return sockets.poll(30, SECONDS);
        }

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            sockets.add(webSocket);
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            webSocket.send(text);
        }

        @Override
        public void onMessage(WebSocket webSocket, ByteString bytes) {
            webSocket.send(bytes);
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            closing.add(code + " " + reason);
            webSocket.close(code, reason);
        }
    }
}
