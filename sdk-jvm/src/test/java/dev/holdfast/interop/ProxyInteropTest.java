package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.RealtimeClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An nginx in front of nchan, which cuts, withholds or compresses. */
final class ProxyInteropTest {
    private static final String HTTP_1_1 = """
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $upgraded;
            """;
    private static final Heartbeat QUICK =
            Heartbeat.every(Duration.ofMillis(500)).withGrace(Duration.ofMillis(500));

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final Feed feed = new Feed();
    private Hub hub;
    private Server proxy;

    /** Starts the hub, and in front of it a proxy with these settings. */
    private String through(String scheme, String settings) {
        hub = new Hub(servers, dir);
        proxy = servers.nginx(
                        "proxy", "", """
                        map $http_upgrade $upgraded { default upgrade; '' ''; }
                        server {
                            listen PORT;
                            location / {
                                proxy_pass http://127.0.0.1:HUB;
                        """.replace("HUB", Integer.toString(hub.port())) + HTTP_1_1 + settings + "}\n}\n")
                .start();
        return scheme + "://127.0.0.1:" + proxy.port() + "/all";
    }

    /** Says nothing until the proxy has cut the connection, and then goes on; three times. */
    private void outlastsTheProxysPatience(RealtimeClient client) {
        client.subscribe("kelp", feed);
        for (int cut = 0; cut < 3; cut++) {
            for (int i = 0; i < 10; i++) hub.publish("kelp", "message " + (cut * 20 + i));
            feed.awaitMessages(cut * 20 + 10).awaitReasons(cut + 1);
            // The client is not back yet, or just so.
            for (int i = 10; i < 20; i++) hub.publish("kelp", "message " + (cut * 20 + i));
            feed.awaitMessages(cut * 20 + 20);
        }
        feed.assertExactly(Feed.numbered(60));
        assertThat(feed.continuities().get(0)).isEqualTo(Continuity.FRESH);
        assertThat(feed.reasons()).extracting(CloseReason::retryable).containsOnly(true);
        assertThat(feed.reasons())
                .extracting(CloseReason::kind)
                .containsAnyOf(CloseReason.Kind.NETWORK, CloseReason.Kind.END_OF_STREAM)
                .doesNotContain(CloseReason.Kind.HEARTBEAT, CloseReason.Kind.INTERNAL);
    }

    @Test
    void anEventStreamThatTheProxyCutsIsResumed() {
        try (RealtimeClient client = feed.client(through("http", "proxy_buffering off; proxy_read_timeout 2s;"))) {
            outlastsTheProxysPatience(client);
        }
    }

    @Test
    void aWebSocketThatTheProxyCutsIsResumed() {
        String url = through("ws", "proxy_read_timeout 2s;");
        try (RealtimeClient client = feed.client(url, b -> b.protocol(new NchanMeta()))) {
            outlastsTheProxysPatience(client);
        }
    }

    @Test
    void heartbeatsKeepAWebSocketThroughTheProxyAlive() {
        String url = through("ws", "proxy_read_timeout 2s;");
        Heartbeat often = Heartbeat.every(Duration.ofMillis(300));
        try (RealtimeClient client =
                feed.client(url, b -> b.protocol(new NchanMeta()).heartbeat(often))) {
            client.subscribe("kelp", feed);
            hub.publish("kelp", "message 0");
            feed.awaitMessages(1);
            // A second client, which has no heartbeat, shows that the proxy would have cut meanwhile.
            Feed control = new Feed();
            try (RealtimeClient silent =
                    control.client(url, b -> b.protocol(new NchanMeta()).heartbeat(Heartbeat.off()))) {
                silent.subscribe("kelp", control);
                control.awaitReasons(1);
            }
            hub.publish("kelp", "message 1");
            feed.awaitMessages(2).assertExactly(Feed.numbered(2));
            assertThat(feed.reasons()).isEmpty();
        }
    }

    /** nginx gathers here until its buffers are full, or the stream is over. */
    @Test
    void aStreamThatTheProxyWithholdsIsNoticedByItsSilenceAndGoesOnFromWhatCame() {
        String url = through("http", "proxy_buffering on; proxy_buffers 4 4k; proxy_buffer_size 4k;");
        Limits impatient = Limits.defaults().withAttemptTimeout(Duration.ofSeconds(2));
        try (RealtimeClient client = feed.client(url, b -> b.heartbeat(QUICK).limits(impatient))) {
            String wave = " ~".repeat(1000);
            for (int i = 0; i < 60; i++) hub.publish("kelp", "message " + i + wave);
            client.subscribe("kelp", feed);
            // What is left is too little to leave the buffers: the app is told so, again and again.
            feed.await(
                    "the rest to be withheld",
                    f -> f.reasons().stream().anyMatch(r -> r.kind() == CloseReason.Kind.TIMEOUT));
            int came = feed.texts().size();
            assertThat(came).as(feed::toString).isBetween(30, 59);
            assertThat(feed.reasons()).extracting(CloseReason::kind).contains(CloseReason.Kind.HEARTBEAT);
            // More of the same drives it out; nothing of it comes twice.
            for (int i = 60; i < 100; i++) hub.publish("kelp", "message " + i + wave);
            feed.awaitMessages(70);
            assertThat(feed.texts().subList(0, 70))
                    .isEqualTo(
                            Feed.numbered(70).stream().map(text -> text + wave).toList());
        }
    }

    @Test
    void aStreamThatTheProxyWithholdsWholeIsToldAsAnAttemptThatTakesTooLong() {
        String url = through("http", "proxy_buffering on;");
        Limits impatient = Limits.defaults().withAttemptTimeout(Duration.ofSeconds(1));
        try (RealtimeClient client = feed.client(url, b -> b.limits(impatient))) {
            hub.publish("kelp", "message 0");
            client.subscribe("kelp", feed);
            feed.awaitReasons(2);
            assertThat(feed.reasons()).allSatisfy(reason -> {
                assertThat(reason.kind()).isEqualTo(CloseReason.Kind.TIMEOUT);
                assertThat(reason.retryable()).isTrue();
                assertThat(reason.text()).isEqualTo("Connect attempt timed out after 1000 ms");
            });
            assertThat(feed.continuities()).isEmpty();
            feed.assertExactly(Feed.numbered(0));
        }
    }

    @Test
    void aProxyThatCompressesWhereItMayIsAskedNotTo() throws IOException, InterruptedException {
        String url =
                through("http", "proxy_buffering off; gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1;");
        try (RealtimeClient client = feed.client(url)) {
            client.subscribe("kelp", feed);
            for (int i = 0; i < 20; i++) {
                hub.publish("kelp", "message " + i);
                feed.awaitMessages(i + 1);
            }
            feed.assertExactly(Feed.numbered(20));
            assertThat(feed.reasons()).isEmpty();
        }
        // Others are compressed.
        HttpRequest greedy = HttpRequest.newBuilder(URI.create(url + "/kelp"))
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(greedy, BodyHandlers.ofInputStream());
        response.body().close();
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    @Test
    void aProxyThatIsReplacedOrHasLostItsHubIsWaitedFor() {
        try (RealtimeClient client = feed.client(through("http", "proxy_buffering off;"))) {
            client.subscribe("kelp", feed);
            hub.publish("kelp", "message 0");
            feed.awaitMessages(1);
            proxy.kill();
            hub.publish("kelp", "message 1");
            proxy.start();
            feed.awaitMessages(2);
            hub.kill();
            hub.publish("kelp", "message 2");
            feed.await("502", f -> f.reasons().stream().anyMatch(reason -> reason.code() == 502));
            hub.restart();
            feed.awaitMessages(3).assertExactly(Feed.numbered(3));
        }
    }
}
