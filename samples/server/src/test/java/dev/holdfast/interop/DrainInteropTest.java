package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Receipt;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.Hearing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node that takes its time to go down is not dead: the proxy sends it nobody new, and cuts nobody off. */
class DrainInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    @Test
    void haproxyLetsANodeThatDrainsFinish() throws Exception {
        Nodes nodes = new Nodes(servers, dir);
        Server one = nodes.node("one");
        Server two = nodes.node("two");
        two.kill();
        Server proxy = nodes.haproxy(one, two);
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        HttpClient http = HttpClient.newHttpClient();
        try (RealtimeClient client = RealtimeClient.builder("ws://127.0.0.1:" + proxy.port() + "/realtime")
                .protocol(HoldfastJson.create())
                .build()) {
            client.addConnectionListener(event -> {
                CloseReason reason = event.reason();
                if (reason != null) end.complete(reason);
            });
            Hearing hearing = new Hearing();
            client.subscribe(SubscriptionOptions.of("a", String.class), hearing);
            hearing.expect("FRESH");
            two.start();
            proxy.awaitLog("Server nodes/two is UP", 1);

            // What is published now is not answered before Redis goes on.
            nodes.redis().freeze();
            HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + one.port() + "/publish/b"))
                    .POST(HttpRequest.BodyPublishers.ofString("1"))
                    .build();
            CompletableFuture<HttpResponse<String>> posted = http.sendAsync(post, HttpResponse.BodyHandlers.ofString());
            CompletableFuture<Receipt> published = client.publish("a", "last");
            client.call("time", null, String.class).join();
            CompletableFuture<Void> ended = CompletableFuture.runAsync(one::end);
            proxy.awaitLog("Server nodes/one is ", 1);
            nodes.redis().thaw();

            // Stored, answered by the node that goes down, and not cut off by the proxy.
            assertThat(published.join().id()).isNotNull();
            assertThat(posted.join().statusCode()).isEqualTo(200);
            assertThat(posted.join().body()).startsWith("{\"id\":\"");
            assertThat(end.join().toString()).contains("shutting down");
            ended.join();
            one.awaitLog("Drained, 0 left", 1);
            // The other node has them now.
            hearing.next();
        }
    }
}
