package dev.holdfast.interop;

import static dev.holdfast.interop.Choosing.shown;
import static dev.holdfast.interop.Choosing.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.Plain;
import dev.holdfast.reference.Hearing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import okhttp3.Connection;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of docs/choosing.md for TLS and HTTP/2, with a certificate of this test's own. */
class ChoosingTlsInteropTest {
    private static final int TOPICS = 5;

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    /** What each request of the client went over. */
    private final Queue<Connection> used = new ConcurrentLinkedQueue<>();

    private Choosing choosing;
    private HeldCertificate held;
    private OkHttpClient http;

    @BeforeEach
    void start() throws IOException {
        choosing = new Choosing(servers, dir);
        held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        Files.writeString(dir.resolve("feed.key"), held.privateKeyPkcs8Pem());
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(held.certificate())
                .build();
        http = new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .addNetworkInterceptor(chain -> {
                    used.add(chain.connection());
                    return chain.proceed(chain.request());
                })
                .build();
    }

    private Server proxy(String name, int port, String lines) throws IOException {
        return choosing.proxy(name, secured(name, lines), port);
    }

    private String secured(String name, String lines) throws IOException {
        boolean nginx = name.equals("nginx");
        // haproxy takes both from one file.
        Files.writeString(
                dir.resolve("feed.pem"), held.certificatePem() + (nginx ? "" : "\n" + held.privateKeyPkcs8Pem()));
        String plain = nginx ? "    listen 127.0.0.1:8080;\n" : "    bind 127.0.0.1:8080\n";
        String secure = lines.replace("/etc/ssl/", dir + "/");
        return with(shown(name), plain, secure);
    }

    /** Subscribes to some topics, each a stream, and returns when all are there. */
    private void streams(Server proxy) {
        try (RealtimeClient client = RealtimeClient.builder("https://127.0.0.1:" + proxy.port() + "/")
                .protocol(Plain.create())
                .okHttpClient(http)
                .build()) {
            for (int i = 0; i < TOPICS; i++) {
                Hearing hearing = new Hearing();
                client.subscribe(SubscriptionOptions.of("topic" + i, String.class), hearing);
                hearing.expect("FRESH", "here");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy"})
    void allEventStreamsShareOneConnectionOfHttp2(String name) throws Exception {
        try (EventStreams upstream = new EventStreams(true)) {
            streams(proxy(name, upstream.port(), shown(name + "-tls")));
        }
        assertThat(used).hasSize(TOPICS).extracting(Connection::protocol).containsOnly(Protocol.HTTP_2);
        assertThat(used.stream().distinct()).hasSize(1);
        assertThat(used.peek().handshake()).as("over TLS").isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"nginx, ' http2'", "haproxy, ' alpn h2,http/1.1'"})
    void withoutTheWordForHttp2EachIsAConnectionOfItsOwn(String name, String word) throws Exception {
        try (EventStreams upstream = new EventStreams(true)) {
            streams(proxy(name, upstream.port(), with(shown(name + "-tls"), word, "")));
        }
        assertThat(used).hasSize(TOPICS).extracting(Connection::protocol).containsOnly(Protocol.HTTP_1_1);
        assertThat(used.stream().distinct()).hasSize(TOPICS);
    }

    @ParameterizedTest
    @CsvSource({"nginx, https, HTTP_2", "nginx, wss, HTTP_1_1", "haproxy, https, HTTP_2", "haproxy, wss, HTTP_1_1"})
    void bothTransportsPassThroughTheSamePortAndAreResumedThrough(String name, String scheme, Protocol protocol)
            throws Exception {
        Server node = choosing.node("server");
        Server proxy = proxy(name, node.port(), shown(name + "-tls"));
        try (RealtimeClient publisher = Choosing.client(node.port(), "ws").build();
                RealtimeClient client =
                        Choosing.client(proxy.port(), scheme).okHttpClient(http).build()) {
            Hearing hearing = new Hearing();
            client.subscribe(SubscriptionOptions.of("kelp", String.class), hearing);
            hearing.expect("FRESH");
            publisher.publish("kelp", "one").join();
            hearing.expect("one");
            proxy.kill();
            publisher.publish("kelp", "missed").join();
            proxy.start();
            hearing.expect("RESUMED", "missed");
        }
        assertThat(used).extracting(Connection::protocol).containsOnly(protocol);
    }

    /** Streams of HTTP/2 have the time-outs of the others, each for itself. */
    @ParameterizedTest
    @CsvSource({"nginx, proxy_read_timeout 60s, proxy_read_timeout 1s", "haproxy, timeout server 60s, timeout server 1s"
    })
    void aTimeOutShorterThanTheHeartbeatCutsAQuietStream(String name, String line, String hasty) throws Exception {
        Server node = choosing.node("server");
        String text = with(secured(name, shown(name + "-tls")), line, hasty);
        Server proxy = choosing.proxy(name, text, node.port());
        try (RealtimeClient client =
                Choosing.client(proxy.port(), "https").okHttpClient(http).build()) {
            Hearing hearing = new Hearing();
            client.subscribe(SubscriptionOptions.of("kelp", String.class), hearing);
            hearing.expect("FRESH", "RESUMED", "RESUMED");
        }
        assertThat(used).extracting(Connection::protocol).containsOnly(Protocol.HTTP_2);
    }
}
