package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.web.Node;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** With a key the same is served over TLS, and over HTTP/2 to those who can. */
class TlsTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Running running = new Running();

    @Test
    void bothTransportsRunOverTls() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        Path file = dir.resolve("keys.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "server", held.keyPair().getPrivate(), "word".toCharArray(), new Certificate[] {held.certificate()});
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, "word".toCharArray());
        }
        Node node = running.start("--keystore=" + file, "--keystore-password=word");
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(held.certificate())
                .build();
        OkHttpClient http = running.client()
                .newBuilder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
        String url = "https://127.0.0.1:" + node.port();
        for (String scheme : new String[] {"wss", "https"}) {
            Hearing hearing = new Hearing();
            RealtimeClient client =
                    running.closing(RealtimeClient.builder(scheme + "://127.0.0.1:" + node.port() + "/realtime")
                            .protocol(HoldfastJson.create())
                            .okHttpClient(http)
                            .build());
            client.subscribe(SubscriptionOptions.of(scheme, String.class), hearing);
            hearing.expect("FRESH");
            Request post = Http.post(
                    new Request.Builder().url(url + "/publish/" + scheme).build(), "\"hi\"");
            assertThat(Http.send(http, post).status()).isEqualTo(200);
            hearing.expect("hi");
        }
        Http.Answer health =
                Http.send(http, new Request.Builder().url(url + "/health").build());
        assertThat(health.protocol()).isEqualTo(Protocol.HTTP_2);
        assertThat(health.body()).contains("\"connections\":2");
    }
}
