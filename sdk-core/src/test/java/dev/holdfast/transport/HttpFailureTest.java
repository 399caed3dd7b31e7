package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Collections;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the reasons of failed attempts. They never contain the query of the URL. */
class HttpFailureTest extends HttpTest {
    private void assertReason(OkHttpClient.Builder client, Target target, Kind kind, boolean retryable, String text) {
        CloseReason reason = refusal(dialer(client.build()), target);
        assertThat(reason.kind()).isEqualTo(kind);
        assertThat(reason.retryable()).isEqualTo(retryable);
        assertThat(reason.text()).contains(text);
        assertThat(reason.toString()).doesNotContain("secret");
    }

    @Test
    void unknownHost() {
        OkHttpClient.Builder client = new OkHttpClient.Builder().dns(host -> {
            throw new UnknownHostException("secret");
        });
        Target target = Target.of("https://nowhere.test/?secret=1");
        assertReason(client, target, Kind.NETWORK, true, "No address was found for nowhere.test:443");
    }

    @Test
    void refusedConnection() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Target target = Target.of("http://127.0.0.1:" + port + "/?secret=1");
        assertReason(new OkHttpClient.Builder(), target, Kind.NETWORK, true, "Could not connect to 127.0.0.1:" + port);
    }

    @Test
    void connectionThatEndsBeforeTheAnswer() throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        assertReason(
                new OkHttpClient.Builder().retryOnConnectionFailure(false),
                target(server),
                Kind.NETWORK,
                true,
                "The connection ");
    }

    @Test
    void untrustedCertificate() throws Exception {
        assertReason(
                new OkHttpClient.Builder(), target(tlsServer()), Kind.TLS, true, "Could not open a secure connection");
    }

    @Test
    void pinningFailure() throws Exception {
        MockWebServer server = tlsServer();
        CertificatePinner pinner = new CertificatePinner.Builder()
                .add(server.getHostName(), "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .build();
        assertReason(trusting().certificatePinner(pinner), target(server), Kind.TLS, false, "pinned");
    }

    @Test
    void cleartextNotPermitted() throws Exception {
        OkHttpClient.Builder client =
                new OkHttpClient.Builder().connectionSpecs(Collections.singletonList(ConnectionSpec.MODERN_TLS));
        assertReason(client, target(server()), Kind.TLS, false, "cleartext");
    }

    /** A proxy that is not set up as one, on the way. */
    @Test
    void proxyAuthenticationWithoutAProxy() throws Exception {
        MockWebServer server = server(new MockResponse.Builder().code(407).build());
        assertReason(
                new OkHttpClient.Builder(), target(server), Kind.HTTP_STATUS, false, "Set a proxyAuthenticator on the");
    }

    @Test
    void failuresOfTheAppsInterceptor() throws Exception {
        Target target = target(server());
        assertReason(throwing(new IOException("secret")), target, Kind.NETWORK, true, "failed");
        assertReason(
                throwing(new IllegalStateException("secret")), target, Kind.INTERNAL, true, "IllegalStateException");
        assertReason(throwing(new SecurityException("secret")), target, Kind.INTERNAL, false, "SecurityException");
    }

    private static OkHttpClient.Builder throwing(Exception e) {
        return new OkHttpClient.Builder().addInterceptor(chain -> {
            if (e instanceof IOException io) throw io;
            throw (RuntimeException) e;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nsecret", "é secret"})
    void valueThatNoHeaderCanHold(String value) throws Exception {
        Target target = target(server());
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        assertReason(client, target.withAuthorization(value), Kind.CREDENTIALS, false, "Authorization");
        assertReason(client, target.withHeader("X-Key", value), Kind.INTERNAL, false, "X-Key");
    }

    @Test
    void urlThatCannotBeRead() {
        assertReason(new OkHttpClient.Builder(), Target.of("http://[secret"), Kind.INTERNAL, false, "URL");
    }

    @Test
    void bodyWithGet() throws Exception {
        Target target = target(server()).withBody("GET", new byte[1], "text/plain");
        assertReason(new OkHttpClient.Builder(), target, Kind.INTERNAL, false, "GET");
    }

    @Test
    void connectionThatBreaksWhileRead() throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body("data: hello\n\n")
                .setHeader("Content-Length", "100")
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build());
        var connection = open(dialer(null), target(server));
        assertHello(connection);
        CloseReason reason = failure(async(() -> connection.read(new byte[10])));
        assertThat(reason.kind()).isEqualTo(Kind.NETWORK);
        assertThat(reason.retryable()).isTrue();
        assertThat(reason.cause()).isInstanceOf(IOException.class);
        assertThat(reason.toString()).doesNotContain("secret");
    }
}
