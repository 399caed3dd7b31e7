package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Backoff;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.Hearing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XTrimParams;

/** Two nodes on one Redis: what is known of a cursor, and what happens while Redis is away. */
class RedisInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final List<RealtimeClient> clients = new ArrayList<>();
    private Nodes nodes;
    private Server one;
    private Server two;
    private RealtimeClient publisher;

    @BeforeEach
    void start() {
        nodes = new Nodes(servers, dir);
        one = nodes.node("one");
        two = nodes.node("two");
        publisher = client(one, "ws");
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

    private static SubscriptionOptions<String> topic() {
        return SubscriptionOptions.of("a", String.class);
    }

    private List<String> publish(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int i = from; i <= to; i++)
            ids.add(publisher.publish("a", "" + i).join().id());
        return ids;
    }

    /** The cursor of a client of the first node that heard the first message, and nothing since. */
    private String placeBehindTheFirst(String transport) {
        Hearing hearing = new Hearing();
        RealtimeClient client = client(one, transport);
        Subscription subscription = client.subscribe(topic(), hearing);
        hearing.expect("FRESH");
        publish(1, 1);
        hearing.expect("1");
        subscription.unsubscribeAndWait();
        return subscription.cursor();
    }

    private Jedis redis() {
        return new Jedis("127.0.0.1", nodes.redis().port());
    }

    private Hearing resumeAtTheOther(String transport, String cursor) {
        Hearing hearing = new Hearing();
        client(two, transport).subscribe(topic().withCursor(cursor), hearing);
        return hearing;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void anyNodeResumesAnyClient(String transport) {
        String place = placeBehindTheFirst(transport);
        publish(2, 400);

        Hearing hearing = resumeAtTheOther(transport, place);

        hearing.expect("RESUMED");
        for (int i = 2; i <= 400; i++) hearing.expect("" + i);
        publish(401, 401);
        hearing.expect("401");
    }

    @Test
    void idsAreThoseOfTheEntries() {
        String id = publish(1, 1).get(0);

        try (Jedis redis = redis()) {
            assertThat(redis.xrange("holdfast:topic:a", new StreamEntryID(id), new StreamEntryID(id)))
                    .hasSize(1);
        }
    }

    @Test
    void whatWasTrimmedIsAGap() {
        String place = placeBehindTheFirst("ws");
        publish(2, 5);
        try (Jedis redis = redis()) {
            redis.xtrim("holdfast:topic:a", XTrimParams.xTrimParams().maxLen(3));
        }

        resumeAtTheOther("ws", place).expect("GAP", "3", "4", "5");
    }

    @Test
    void aCursorRightBeforeWhatIsLeftIsNone() {
        String place = placeBehindTheFirst("ws");
        publish(2, 5);
        try (Jedis redis = redis()) {
            redis.xtrim("holdfast:topic:a", XTrimParams.xTrimParams().maxLen(4));
        }

        resumeAtTheOther("ws", place).expect("RESUMED", "2", "3", "4", "5");
    }

    @Test
    void aStreamTrimmedToNothingResumesAtItsEndOnly() {
        String place = placeBehindTheFirst("ws");
        String last = publish(2, 3).get(1);
        try (Jedis redis = redis()) {
            redis.xtrim("holdfast:topic:a", XTrimParams.xTrimParams().maxLen(0));
        }

        Hearing behind = resumeAtTheOther("ws", last);
        behind.expect("RESUMED");
        Hearing before = resumeAtTheOther("http", place);
        before.expect("GAP");
        publish(4, 4);
        behind.expect("4");
        before.expect("4");
    }

    @Test
    void whatWasDeletedIsAGapForThoseBeforeItOnly() {
        String place = placeBehindTheFirst("ws");
        List<String> ids = publish(2, 5);
        try (Jedis redis = redis()) {
            redis.xdel("holdfast:topic:a", new StreamEntryID(ids.get(1)));
        }

        resumeAtTheOther("ws", place).expect("GAP", "2", "4", "5");
        resumeAtTheOther("http", ids.get(2)).expect("RESUMED", "5");
    }

    @Test
    void aStreamThatWasBegunAnewIsAGapForAllWhoReadIt() {
        Hearing hearing = resumeAtTheOther("ws", placeBehindTheFirst("ws"));
        hearing.expect("RESUMED");
        try (Jedis redis = redis()) {
            redis.del("holdfast:topic:a");
        }
        publish(2, 2);

        hearing.expect("GAP", "2");
        publish(3, 3);
        hearing.expect("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aRedisThatStandsStillCostsNoConnectionAndNoMessage(String transport) {
        RealtimeClient client = client(two, transport);
        Hearing hearing = new Hearing();
        client.subscribe(topic(), hearing);
        hearing.expect("FRESH");
        publish(1, 1);
        hearing.expect("1");
        nodes.redis().freeze();
        assertThatThrownBy(() -> publisher.publish("a", "lost or not").join())
                .hasMessageContaining("cannot be reached");
        Until.holds(() -> "never noticed", () -> nodes.health(two).contains("unreachable"));
        long attempts = client.stats().attempts();

        nodes.redis().thaw();
        Until.holds(() -> "never back", () -> nodes.health(two).contains("\"reachable\""));
        Until.holds(() -> "never back", () -> nodes.health(one).contains("\"reachable\""));
        publish(2, 2);

        // What was asked of Redis when it stood still may have been done when it went on.
        String next = hearing.next();
        if (next.equals("lost or not")) next = hearing.next();
        assertThat(next).isEqualTo("2");
        assertThat(client.stats().attempts()).isEqualTo(attempts);
    }

    /** More than could be asked one after the other in the time that the test gives them. */
    @Test
    void whoComesWhileRedisStandsStillIsToldToComeLater() {
        nodes.redis().freeze();
        Until.holds(() -> "never noticed", () -> nodes.health(two).contains("unreachable"));
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            URI uri = URI.create("http://127.0.0.1:" + two.port() + "/realtime?topic=unknown" + i);
            answers.add(http.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding()));
        }

        Until.holds(
                () -> answers.stream().filter(CompletableFuture::isDone).count() + " of 200 are answered",
                () -> answers.stream().allMatch(CompletableFuture::isDone));

        for (CompletableFuture<HttpResponse<Void>> answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(503);
            assertThat(answer.join().headers().firstValue("Retry-After")).contains("1");
        }
        nodes.redis().thaw();
    }

    @Test
    void aRedisThatForgotIsAGapAndCostsNoConnection() {
        RealtimeClient client = client(two, "ws");
        Hearing hearing = new Hearing();
        client.subscribe(topic(), hearing);
        hearing.expect("FRESH");
        publish(1, 1);
        hearing.expect("1");
        nodes.redis().kill();
        assertThatThrownBy(() -> publisher.publish("a", "2").join()).hasMessageContaining("cannot be reached");
        // Who comes meanwhile waits.
        Hearing late = new Hearing();
        client.subscribe(SubscriptionOptions.of("b", String.class), late);
        Hearing stream = new Hearing();
        client(two, "http").subscribe(SubscriptionOptions.of("b", String.class), stream);

        nodes.redis().start();

        hearing.expect("GAP");
        late.expect("FRESH");
        stream.expect("FRESH");
        publish(3, 3);
        hearing.expect("3");
        assertThat(client.stats().attempts()).isEqualTo(1);
    }
}
