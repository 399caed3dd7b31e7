package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jetty over TLS with a CA of our own: event streams over HTTP/2, and WebSockets. */
final class JettyInteropTest {
    private static final HeldCertificate CA =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HandshakeCertificates SERVER = new HandshakeCertificates.Builder()
            .heldCertificate(new HeldCertificate.Builder()
                    .signedBy(CA)
                    .addSubjectAlternativeName("127.0.0.1")
                    .build())
            .build();
    private static final HandshakeCertificates CLIENT = new HandshakeCertificates.Builder()
            .addTrustedCertificate(CA.certificate())
            .build();

    private final Feed feed = new Feed();
    private final JettyHub hub = new JettyHub(SERVER.sslContext());
    private final OkHttpClient trusting = new OkHttpClient.Builder()
            .sslSocketFactory(CLIENT.sslSocketFactory(), CLIENT.trustManager())
            .build();

    @BeforeEach
    void startHub() throws Exception {
        hub.start();
    }

    @AfterEach
    void stopHub() throws Exception {
        hub.stop();
    }

    private RealtimeClient client(String scheme, String path) {
        return feed.client(hub.url(scheme, path), b -> b.okHttpClient(trusting));
    }

    @Test
    void aStreamOverHttp2IsResumedThroughRestarts() throws Exception {
        try (RealtimeClient client = client("https", "/events")) {
            client.subscribe("kelp", feed);
            for (int restart = 0; restart < 4; restart++) {
                for (int i = 0; i < 25; i++) hub.publish("kelp", "message " + (restart * 50 + i));
                feed.awaitMessages(restart * 50 + 25);
                hub.stop();
                for (int i = 25; i < 50; i++) hub.publish("kelp", "message " + (restart * 50 + i));
                hub.start();
            }
            feed.awaitMessages(200).assertExactly(Feed.numbered(200));
            assertThat(feed.continuities().get(0)).isEqualTo(Continuity.FRESH);
            assertThat(feed.continuities().subList(1, feed.continuities().size()))
                    .hasSizeGreaterThanOrEqualTo(4)
                    .containsOnly(Continuity.RESUMED);
            assertThat(hub.versions).containsExactly("HTTP/2.0");
        }
    }

    @Test
    void manySubscriptionsShareOneConnection() {
        List<Feed> feeds = Stream.generate(Feed::new).limit(60).toList();
        try (RealtimeClient client = client("https", "/events")) {
            List<Subscription> subscriptions = Stream.iterate(0, i -> i + 1)
                    .limit(60)
                    .map(i -> client.subscribe("topic-" + i, feeds.get(i)))
                    .toList();
            for (int i = 0; i < 60; i++) hub.publish("topic-" + i, "message 0");
            feeds.forEach(each -> each.awaitMessages(1));
            Until.holds(() -> hub.connections() + " connections", () -> hub.connections() == 1);
            for (int i = 0; i < 30; i++) subscriptions.get(i).unsubscribeAndWait();
            for (int i = 0; i < 60; i++) hub.publish("topic-" + i, "message 1");
            for (int i = 30; i < 60; i++) feeds.get(i).awaitMessages(2).assertExactly(Feed.numbered(2));
            for (int i = 0; i < 30; i++) feeds.get(i).assertExactly(Feed.numbered(1));
            assertThat(hub.connections()).isEqualTo(1);
            assertThat(hub.versions).containsExactly("HTTP/2.0");
            assertThat(feed.reasons()).isEmpty();
        }
    }

    @Test
    void manySubscriptionsOutliveARestart() throws Exception {
        List<Feed> feeds = Stream.generate(Feed::new).limit(60).toList();
        try (RealtimeClient client = client("https", "/events")) {
            for (int i = 0; i < 60; i++) client.subscribe("topic-" + i, feeds.get(i));
            for (int i = 0; i < 60; i++) hub.publish("topic-" + i, "message 0");
            feeds.forEach(each -> each.awaitMessages(1));
            hub.stop();
            for (int i = 0; i < 60; i++) hub.publish("topic-" + i, "message 1");
            hub.start();
            feeds.forEach(each -> each.awaitMessages(2).assertExactly(Feed.numbered(2)));
            Until.holds(() -> hub.connections() + " connections", () -> hub.connections() == 1);
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNotTalkedTo() {
        try (RealtimeClient client = feed.client(hub.url("https", "/events"))) {
            client.subscribe("kelp", feed);
            feed.awaitReasons(2);
            assertThat(feed.reasons()).extracting(CloseReason::kind).containsOnly(CloseReason.Kind.TLS);
            assertThat(feed.continuities()).isEmpty();
            assertThat(hub.versions).isEmpty();
        }
    }

    @Test
    void aWebSocketOverTlsOutlivesARestart() throws Exception {
        String path = "/socket/kelp";
        try (RealtimeClient client = client("wss", "/socket")) {
            client.subscribe("kelp", feed);
            feed.awaitMessages(3);
            hub.stop();
            feed.awaitReasons(1);
            hub.start();
            String large = path.repeat(10_000);
            feed.awaitMessages(6).assertExactly(List.of(path, large, path, path, large, path));
            assertThat(feed.continuities()).containsExactly(Continuity.FRESH, Continuity.UNKNOWN);
            assertThat(feed.reasons()).extracting(CloseReason::retryable).containsOnly(true);
        }
    }
}
