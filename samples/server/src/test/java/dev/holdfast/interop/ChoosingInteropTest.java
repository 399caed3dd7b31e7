package dev.holdfast.interop;

import static dev.holdfast.interop.Choosing.client;
import static dev.holdfast.interop.Choosing.shown;
import static dev.holdfast.interop.Choosing.with;
import static dev.holdfast.interop.Choosing.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionListener;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.reference.Hearing;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that docs/choosing.md shows, taken from the page itself, between the client and the server. */
class ChoosingInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private Choosing choosing;
    private Server node;

    @BeforeEach
    void start() {
        choosing = new Choosing(servers, dir);
        node = choosing.node("server");
    }

    @ParameterizedTest
    @CsvSource({"nginx, ws", "nginx, http", "haproxy, ws", "haproxy, http"})
    void whatIsShownPassesEachMessageOnAtOnceAndIsResumedThrough(String name, String transport) {
        Server proxy = choosing.proxy(name, shown(name), node.port());
        try (RealtimeClient publisher = client(node.port(), "ws").build();
                RealtimeClient client = client(proxy.port(), transport).build()) {
            Hearing hearing = new Hearing();
            client.subscribe(SubscriptionOptions.of("kelp", String.class), hearing);
            hearing.expect("FRESH");
            for (int i = 0; i < 5; i++) {
                publisher.publish("kelp", "message " + i).join();
                hearing.expect("message " + i); // the next is not there yet to push it out
            }
            proxy.kill();
            publisher.publish("kelp", "missed").join();
            proxy.start();
            hearing.expect("RESUMED", "missed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_http_version", "Upgrade $", "Connection $"})
    void withoutOneOfItsLinesForUpgradesThereIsNoWebSocket(String line) throws Exception {
        Server proxy = choosing.proxy("nginx", without(shown("nginx"), line), node.port());
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        ConnectionListener listener = event -> {
            if (event.reason() != null) end.complete(event.reason());
        };
        try (RealtimeClient client = client(proxy.port(), "ws").build()) {
            client.addConnectionListener(listener);
            client.subscribe(SubscriptionOptions.of("kelp", String.class), new Hearing());
            CloseReason reason = end.get(30, TimeUnit.SECONDS);
            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.HTTP_STATUS);
            assertThat(reason.retryable()).isFalse();
        }
    }

    /** The line does it: with a shorter time-out the same connection is cut, and what was missed comes. */
    @ParameterizedTest
    @CsvSource({
        "nginx, proxy_read_timeout 60s, proxy_read_timeout 1s, http",
        "nginx, proxy_read_timeout 60s, proxy_read_timeout 1s, ws",
        "haproxy, timeout server 60s, timeout server 1s, http",
        "haproxy, timeout tunnel 60s, timeout tunnel 1s, ws"
    })
    void aTimeOutShorterThanTheHeartbeatCutsWhatIsQuiet(String name, String line, String hasty, String transport) {
        Server proxy = choosing.proxy(name, with(shown(name), line, hasty), node.port());
        try (RealtimeClient client = client(proxy.port(), transport).build()) {
            Hearing hearing = new Hearing();
            client.subscribe(SubscriptionOptions.of("kelp", String.class), hearing);
            hearing.expect("FRESH", "RESUMED", "RESUMED");
        }
    }
}
