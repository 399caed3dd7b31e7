package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionListener;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.Hearing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configurations that docs/choosing.md shows, taken from the page itself, between the client and the server. */
class ChoosingInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private Server node;

    @BeforeEach
    void start() {
        int port = Servers.freePort();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Path.of("target", "holdfast-server.jar").toAbsolutePath().toString();
        node = servers.program("server", port, List.of(java, "-Xmx256m", "-jar", jar, "--port=" + port))
                .start()
                .awaitLog("Listening on", 1);
    }

    private static String shown(String name) throws IOException {
        String page = Files.readString(Path.of("..", "..", "docs", "choosing.md"));
        String mark = "<!-- tried: " + name + " -->\n```\n";
        int from = page.indexOf(mark);
        assertThat(from).as(mark).isNotNegative();
        return page.substring(from + mark.length(), page.indexOf("```", from + mark.length()));
    }

    private Server proxy(String name, String configuration) throws IOException {
        String text = configuration.replace("127.0.0.1:8081", "127.0.0.1:" + node.port());
        if (name.equals("nginx")) {
            return servers.nginx(name, "", text.replace("127.0.0.1:8080", "PORT"))
                    .start();
        }
        int port = Servers.freePort();
        Path file = Files.writeString(dir.resolve("haproxy.cfg"), text.replace("127.0.0.1:8080", "127.0.0.1:" + port));
        List<String> command = List.of(Servers.program("haproxy", "haproxy"), "-db", "-f", file.toString());
        return servers.program(name, port, command).start();
    }

    private static RealtimeClient client(Server at, String transport) {
        return RealtimeClient.builder(transport + "://127.0.0.1:" + at.port() + "/realtime")
                .protocol(HoldfastJson.create())
                .backoff(Backoff.exponential(Duration.ofMillis(100), Duration.ofMillis(500)))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"nginx, ws", "nginx, http", "haproxy, ws", "haproxy, http"})
    void whatIsShownPassesEachMessageOnAtOnceAndIsResumedThrough(String name, String transport) throws IOException {
        Server proxy = proxy(name, shown(name));
        try (RealtimeClient publisher = client(node, "ws");
                RealtimeClient client = client(proxy, transport)) {
            Hearing hearing = new Hearing();
            client.subscribe(SubscriptionRequest.of("kelp", String.class), hearing);
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

    @Test
    void withoutItsLinesForUpgradesThereIsNoWebSocket() throws Exception {
        String without = shown("nginx")
                .replaceAll("(?m)^.*(Upgrade|Connection) \\$.*\\n", "")
                .replaceAll("(?m)^.*proxy_http_version.*\\n", "");
        assertThat(without).hasSizeLessThan(shown("nginx").length() - 100);
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        ConnectionListener listener = event -> {
            if (event.reason() != null) end.complete(event.reason());
        };
        try (RealtimeClient client = client(proxy("nginx", without), "ws")) {
            client.addConnectionListener(listener);
            client.subscribe(SubscriptionRequest.of("kelp", String.class), new Hearing());
            CloseReason reason = end.get(30, TimeUnit.SECONDS);
            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.HTTP_STATUS);
            assertThat(reason.retryable()).isFalse();
        }
    }

    /** The line does it: with a shorter time-out the same connection is cut, and what was missed comes. */
    @Test
    void aTimeOutShorterThanTheHeartbeatCutsWhatIsQuiet() throws Exception {
        String hasty = shown("nginx").replace("proxy_read_timeout 60s", "proxy_read_timeout 1s");
        try (RealtimeClient client = client(proxy("nginx", hasty), "http")) {
            Hearing hearing = new Hearing();
            client.subscribe(SubscriptionRequest.of("kelp", String.class), hearing);
            hearing.expect("FRESH", "RESUMED", "RESUMED");
        }
    }
}
