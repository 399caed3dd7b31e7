package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.EventId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** Places of topics without a stream: none of them may hide that a stream came and went. */
class GroundInteropTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final String GROUND = Store.PREFIX + "ground";
    private static final String QUIET = Store.PREFIX + "topic:quiet";

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private Server server;
    private Jedis redis;

    @BeforeEach
    void start() {
        server = servers.redis();
        redis = new Jedis("127.0.0.1", server.port());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    private static Continuity standing(Store store, EventId cursor) throws Exception {
        return store.backend().standing("quiet", cursor).continuity();
    }

    private void awaitExpiry() {
        Until.holds(() -> "it is kept", () -> !redis.exists(QUIET));
    }

    /** So many streams are born, or Redis's clock steps back: the time of all topics is ahead of Redis's then. */
    @Test
    void aStreamThatCameAndWentIsAGapWhileTimeStandsStill() throws Exception {
        try (Store store = new Store(server, SHORT)) {
            EventId first = store.backend().open("quiet");
            redis.hset(GROUND, "last", Long.toString(first.major() + 3000));
            EventId place = store.backend().open("quiet");
            assertThat(place.major()).isEqualTo(first.major() + 3000);

            EventId stored = store.publish("quiet");
            assertThat(standing(store, place)).isEqualTo(Continuity.RESUMED);
            awaitExpiry();

            assertThat(stored.major() - place.major()).isLessThanOrEqualTo(1);
            assertThat(standing(store, place)).isEqualTo(Continuity.GAP);
            assertThat(standing(store, store.backend().open("quiet"))).isEqualTo(Continuity.RESUMED);
        }
    }

    @Test
    void whereRetentionWasRaisedOlderPlacesAreAGap() throws Exception {
        EventId place;
        try (Store store = new Store(server, SHORT)) {
            place = store.backend().open("quiet");
            store.publish("quiet");
            awaitExpiry();
        }
        try (Store store = new Store(server, LONG)) {
            assertThat(standing(store, place)).isEqualTo(Continuity.GAP);
            // Nor is what follows it, whoever wrote that.
            store.publish("quiet");
            assertThat(standing(store, place)).isEqualTo(Continuity.GAP);
        }
    }

    @Test
    void whoKeepsStreamsForLessShortensNone() throws Exception {
        try (Store store = new Store(server, LONG);
                Store other = new Store(server, SHORT)) {
            EventId place = store.backend().open("quiet");
            EventId stored = store.publish("quiet");
            other.backend().open("quiet");
            other.backend().standing("quiet", stored);
            other.publish("quiet");

            assertThat(redis.pttl(QUIET)).isGreaterThan(LONG.toMillis() / 2);
            assertThat(standing(store, place)).isEqualTo(Continuity.RESUMED);
            assertThat(standing(other, place)).isEqualTo(Continuity.GAP);
        }
    }

    /** Of a state from before the message, in which its stream was not there yet. */
    @Test
    void aRedisThatIsRestartedFromAnOlderStateIsAGap() throws Exception {
        EventId place;
        try (Store store = new Store(server, LONG)) {
            place = store.backend().open("quiet");
            redis.save();
            store.publish("quiet");
        }
        redis.close();
        server.kill();
        server.start();
        redis = new Jedis("127.0.0.1", server.port());
        assertThat(redis.hget(GROUND, "life")).isNotNull();
        assertThat(redis.exists(QUIET)).isFalse();

        try (Store store = new Store(server, LONG)) {
            assertThat(standing(store, place)).isEqualTo(Continuity.GAP);
        }
    }

    @Test
    void anEntryWhosePlaceIsNoneIsAGapAndHoldsNobodyUp() throws Exception {
        try (Store store = new Store(server, LONG)) {
            EventId stored = store.publish("quiet");
            for (String place : new String[] {"none", "", "5-0*"}) {
                redis.del(QUIET);
                redis.xadd(QUIET, new StreamEntryID(stored.major(), stored.minor() + 1), Map.of("p", place, "d", "1"));

                assertThat(standing(store, stored)).as(place).isEqualTo(Continuity.GAP);
            }
        }
    }
}
