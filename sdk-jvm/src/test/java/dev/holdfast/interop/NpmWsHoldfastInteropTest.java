package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Receipt;
import dev.holdfast.Subscription;
import dev.holdfast.protocol.HoldfastJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holdfast's own protocol against a server in another language, on npm's ws. */
final class NpmWsHoldfastInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final Feed feed = new Feed();
    private Server server;

    private RealtimeClient client(String compression) {
        server = servers.node("holdfast.js", compression);
        return feed.client("ws://127.0.0.1:" + server.port() + "/", b -> b.protocol(HoldfastJson.create()));
    }

    private static <T> T answer(CompletableFuture<T> future) throws ExecutionException, InterruptedException {
        try {
            return future.get(Until.BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static CloseReason refusal(CompletableFuture<?> future) throws InterruptedException {
        try {
            throw new AssertionError("was answered " + answer(future));
        } catch (ExecutionException e) {
            return ((CloseException) e.getCause()).reason();
        }
    }

    /** Publishes texts, which come as JSON strings. */
    private static void publish(RealtimeClient client, int from, int to) throws Exception {
        for (int i = from; i < to; i++) answer(client.publish("kelp", "message " + i));
    }

    private static List<String> quoted(int count) {
        return Feed.numbered(count).stream().map(text -> '"' + text + '"').toList();
    }

    @Test
    void publishedMessagesComeBackAndHaveReceipts() throws Exception {
        try (RealtimeClient client = client("both")) {
            Subscription subscription = client.subscribe("kelp", feed);
            feed.awaitSubscribed(1);
            Receipt receipt = answer(client.publish("kelp", Map.of("depth", 12)));
            feed.awaitMessages(1).assertExactly(List.of("{\"depth\":12}"));
            assertThat(receipt.topic()).isEqualTo("kelp");
            assertThat(receipt.id()).isEqualTo(feed.messages().get(0).id());
            assertThat(feed.continuities()).containsExactly(Continuity.FRESH);
            server.awaitLog("ponged", 1);
            subscription.unsubscribeAndWait();
            server.awaitLog("unsubscribed 1", 1);
        }
        server.awaitLog("closed 1000", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "both", "server", "client", "neither", "window"})
    void whatIsSentCanBeReadThroughEachKindOfCompression(String compression) throws Exception {
        try (RealtimeClient client = client(compression)) {
            String extensions = answer(client.call("extensions", null, String.class));
            assertThat(extensions).isEqualTo(compression.equals("none") ? "" : "permessage-deflate");
            for (int i = 0; i < 60; i++) {
                String text = "\"\\ kelp \ud83e\udeb8 " + "forest ".repeat(i * i);
                assertThat(answer(client.call("echo", text, String.class))).isEqualTo(text);
            }
        }
    }

    @Test
    void refusalsAreTold() throws Exception {
        try (RealtimeClient client = client("both")) {
            client.subscribe("secret/kelp", feed);
            CloseReason ended = feed.awaitEnd();
            assertThat(ended.kind()).isEqualTo(CloseReason.Kind.SERVER);
            assertThat(ended.text()).isEqualTo("not yours");
            assertThat(refusal(client.publish("secret/kelp", 1)).text()).isEqualTo("not yours");
            assertThat(refusal(client.call("anything", 1, String.class)).text()).isEqualTo("no such request");
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        }
    }

    @Test
    void afterACutItResumesAndNothingIsLostOrDoubled() throws Exception {
        try (RealtimeClient client = client("both");
                RealtimeClient publisher = new Feed()
                        .client("ws://127.0.0.1:" + server.port() + "/", b -> b.protocol(HoldfastJson.create()))) {
            client.subscribe("kelp", feed);
            feed.awaitSubscribed(1);
            publish(publisher, 0, 1);
            feed.awaitMessages(1);
            for (int cut = 0; cut < 6; cut++) {
                publish(publisher, cut * 50 + 1, cut * 50 + 26);
                assertThat(refusal(publisher.call("cut", null, String.class)).retryable())
                        .isTrue();
                publish(publisher, cut * 50 + 26, cut * 50 + 51);
            }
            feed.awaitMessages(301).assertExactly(quoted(301));
            feed.awaitSubscribed(2);
            assertThat(feed.continuities().get(0)).isEqualTo(Continuity.FRESH);
            assertThat(feed.continuities().subList(1, feed.continuities().size()))
                    .containsOnly(Continuity.RESUMED);
        }
    }

    @Test
    void aServerThatForgotItsHistoryMakesAGap() throws Exception {
        try (RealtimeClient client = client("both")) {
            client.subscribe("kelp", feed);
            feed.awaitSubscribed(1);
            publish(client, 0, 5);
            feed.awaitMessages(5);
            server.kill();
            server.start();
            feed.awaitSubscribed(2);
            publish(client, 5, 8);
            feed.awaitMessages(8).assertExactly(quoted(8));
            assertThat(feed.continuities()).containsExactly(Continuity.FRESH, Continuity.GAP);
            // From here on it is the new server's history that counts.
            refusal(client.call("cut", null, String.class));
            feed.awaitSubscribed(3);
            publish(client, 8, 9);
            feed.awaitMessages(9).assertExactly(quoted(9));
            assertThat(feed.continuities()).containsExactly(Continuity.FRESH, Continuity.GAP, Continuity.RESUMED);
        }
    }

    @Test
    void aServerThatAnnouncesItsRestartIsLeftAndFoundAgain() throws Exception {
        try (RealtimeClient client = client("both")) {
            client.subscribe("kelp", feed);
            feed.awaitSubscribed(1);
            publish(client, 0, 1);
            feed.awaitMessages(1);
            assertThat(refusal(client.call("restart", null, String.class)).text())
                    .isEqualTo("about to restart");
            feed.awaitSubscribed(2);
            publish(client, 1, 2);
            feed.awaitMessages(2).assertExactly(quoted(2));
        }
    }

    @Test
    void manyTopicsShareOneConnectionAndEachResumes() throws Exception {
        List<Feed> feeds = Stream.generate(Feed::new).limit(600).toList();
        try (RealtimeClient client = client("neither")) {
            for (int i = 0; i < 600; i++) client.subscribe("topic/" + i, feeds.get(i));
            for (Feed each : feeds) each.awaitSubscribed(1);
            for (int i = 0; i < 600; i += 100) answer(client.publish("topic/" + i, i));
            for (int i = 0; i < 600; i += 100) feeds.get(i).awaitMessages(1);
            refusal(client.call("cut", null, String.class));
            for (Feed each : feeds) each.awaitSubscribed(2);
            for (int i = 0; i < 600; i += 100) {
                answer(client.publish("topic/" + i, i + 1));
                feeds.get(i).awaitMessages(2).assertExactly(List.of("" + i, "" + (i + 1)));
                assertThat(feeds.get(i).continuities()).containsExactly(Continuity.FRESH, Continuity.RESUMED);
            }
            server.awaitLog("closed", 1);
        }
    }
}
