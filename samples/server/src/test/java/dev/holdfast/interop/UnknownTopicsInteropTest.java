package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.Hearing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Topics to which nobody published: they cost Redis nothing, and who waits for one misses nothing of it. */
class UnknownTopicsInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final List<RealtimeClient> clients = new ArrayList<>();
    private Nodes nodes;
    private Server one;
    private Server two;

    @BeforeEach
    void start() {
        nodes = new Nodes(servers, dir);
        one = nodes.node("one");
        two = nodes.node("two");
    }

    @AfterEach
    void close() {
        clients.forEach(RealtimeClient::close);
    }

    private RealtimeClient client(Server node, String transport) {
        RealtimeClient client = RealtimeClient.builder(transport + "://127.0.0.1:" + node.port() + "/realtime")
                .protocol(HoldfastJson.create())
                .backoff(Backoff.exponential(Duration.ofMillis(100), Duration.ofMillis(500)))
                .build();
        clients.add(client);
        return client;
    }

    private static SubscriptionOptions<String> topic(String name) {
        return SubscriptionOptions.of(name, String.class);
    }

    private void publish(int from, int to) {
        RealtimeClient publisher = client(one, "ws");
        for (int i = from; i <= to; i++) publisher.publish("new", "" + i).join();
    }

    /** The place of one who came when there was nothing, and left. */
    private String placeOfNothing(String transport) {
        Hearing hearing = new Hearing();
        Subscription subscription = client(one, transport).subscribe(topic("new"), hearing);
        hearing.expect("FRESH");
        Until.holds(() -> "no position", () -> subscription.cursor() != null);
        subscription.unsubscribeAndWait();
        return subscription.cursor();
    }

    private Hearing resume(Server node, String transport, String cursor) {
        Hearing hearing = new Hearing();
        client(node, transport).subscribe(topic("new").withCursor(cursor), hearing);
        return hearing;
    }

    private Jedis redis() {
        return new Jedis("127.0.0.1", nodes.redis().port());
    }

    @Test
    void openingThemLeavesNothingInRedis() {
        RealtimeClient socket = client(one, "ws");
        RealtimeClient streams = client(two, "http");
        for (int i = 0; i < 300; i++) {
            Hearing hearing = new Hearing();
            String cursor = i % 2 == 0 ? "1-1" : null;
            SubscriptionOptions<String> options = topic("unknown/" + i);
            (i < 290 ? socket : streams).subscribe(cursor == null ? options : options.withCursor(cursor), hearing);
            hearing.expect(cursor == null ? "FRESH" : "GAP");
        }

        try (Jedis redis = redis()) {
            assertThat(redis.keys("*"))
                    .hasSize(3)
                    .contains("holdfast:ground")
                    .allMatch(key -> key.equals("holdfast:ground") || key.startsWith("holdfast:bell:"));
            assertThat(redis.hlen("holdfast:ground")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void whatIsPublishedLaterIsResumedAtAnyNode(String transport) {
        String place = placeOfNothing(transport);
        publish(1, 2);

        resume(two, transport, place).expect("RESUMED", "1", "2");
        resume(one, transport, place).expect("RESUMED", "1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void whoIsThereHearsTheFirstMessageAtEachNode(String transport) {
        Hearing fresh = new Hearing();
        client(one, transport).subscribe(topic("new"), fresh);
        fresh.expect("FRESH");
        Hearing later = new Hearing();
        client(two, transport).subscribe(topic("new"), later);
        later.expect("FRESH");
        Hearing back = resume(two, transport, placeOfNothing(transport));
        back.expect("RESUMED");

        publish(1, 3);

        fresh.expect("1", "2", "3");
        later.expect("1", "2", "3");
        back.expect("1", "2", "3");
    }

    @Test
    void aStreamThatCameAndWentIsAGapForWhoWasThereBefore() {
        String place = placeOfNothing("ws");
        try (Jedis redis = redis()) {
            // As docs/server.md says that topics are to be forgotten by hand.
            publish(1, 1);
            redis.del("holdfast:topic:new", "holdfast:ground");
        }
        resume(two, "ws", place).expect("GAP");
        publish(2, 2);

        resume(one, "ws", place).expect("GAP", "2");
    }

    @Test
    void aRedisThatForgotIsAGap() {
        String place = placeOfNothing("ws");
        nodes.redis().kill();
        nodes.redis().start();
        Until.holds(() -> "never back", () -> nodes.health(two).contains("\"reachable\""));
        publish(1, 1);

        resume(two, "ws", place).expect("GAP", "1");
    }

    /** It came and went while a client had been told of a message of it: that is another life. */
    @Test
    void aPlaceOfAMessageIsNoPlaceOfNothing() {
        publish(1, 1);
        Hearing hearing = new Hearing();
        Subscription subscription = client(two, "ws").subscribe(topic("new"), hearing);
        hearing.expect("FRESH");
        publish(2, 2);
        hearing.expect("2");
        subscription.unsubscribeAndWait();
        try (Jedis redis = redis()) {
            redis.del("holdfast:topic:new");
        }
        publish(3, 3);

        resume(one, "ws", subscription.cursor()).expect("GAP", "3");
    }
}
