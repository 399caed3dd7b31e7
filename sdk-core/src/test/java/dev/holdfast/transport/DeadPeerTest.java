package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Heartbeat;
import dev.holdfast.RealtimeClient;
import java.time.Duration;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/**
 * Tests that a silent peer is dropped and that the next attempt uses a fresh connection, through a proxy that stops
 * forwarding.
 */
class DeadPeerTest extends HttpTest {
    private static final Heartbeat QUICK =
            Heartbeat.every(Duration.ofMillis(300)).withGrace(Duration.ofMillis(300));

    private final FeedRecorder app = new FeedRecorder();

    private RealtimeClient client(String url, OkHttpClient http) {
        RealtimeClient client = closing(
                RealtimeClient.builder(url).okHttpClient(http).heartbeat(QUICK).build());
        client.addConnectionListener(app);
        client.subscribe(app);
        return client;
    }

    @Test
    void overHttp2TheDeadConnectionIsLeftAndNotUsedAgain() throws Exception {
        MockWebServer server = tlsServer(openStream("id: 1\ndata: one\n\n"), openStream("id: 2\ndata: two\n\n"));
        SilentProxy proxy = closing(new SilentProxy(server.getPort()));
        OkHttpClient http = trusting().build();
        RealtimeClient client = client("https://localhost:" + proxy.port() + "/feed", http);
        assertThat(app.next()).isEqualTo("FRESH");
        assertThat(app.next()).isEqualTo("one");
        proxy.fallSilent();
        assertThat(app.reason()).isEqualTo("HEARTBEAT");
        assertThat(app.next()).isEqualTo("UNKNOWN");
        assertThat(app.next()).isEqualTo("two");
        client.close();
        assertThat(proxy.connections()).isEqualTo(2);
        assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/2");
        assertThat(server.takeRequest().getHeaders().get("Last-Event-ID")).isEqualTo("1");
    }

    @Test
    void overWebSocketThePingFindsItAndNoCloseHandshakeIsWaitedFor() throws Exception {
        MockWebServer server = server(saying("one"), saying("two"));
        SilentProxy proxy = closing(new SilentProxy(server.getPort()));
        RealtimeClient client = client("ws://localhost:" + proxy.port() + "/feed", new OkHttpClient());
        assertThat(app.next()).isEqualTo("FRESH");
        assertThat(app.next()).isEqualTo("one");
        proxy.fallSilent();
        assertThat(app.reason()).isEqualTo("HEARTBEAT");
        assertThat(app.next()).isEqualTo("UNKNOWN");
        assertThat(app.next()).isEqualTo("two");
        client.close();
    }
}
