package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.EventId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ClientKillParams;

/** A Redis that answers and takes no writes, since it is full or has no replica: what is there is read all the same. */
class NoWritesInteropTest {
    private static final String REFUSED = "The history rejected the message";

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private Store store;
    private Jedis redis;

    @BeforeEach
    void start() {
        Server server = servers.redis();
        store = new Store(server, Duration.ofHours(1));
        redis = new Jedis("127.0.0.1", server.port());
    }

    @AfterEach
    void close() {
        redis.close();
        store.close();
    }

    @ParameterizedTest
    @CsvSource({"maxmemory, 1, 0", "min-replicas-to-write, 1, 0"})
    void topicsAreOpenedAndResumed(String setting, String none, String all) throws Exception {
        EventId stored = store.publish("known");
        EventId place = store.backend().open("bare");
        redis.configSet(setting, none);
        assertThatThrownBy(() -> store.publish("known")).hasMessageContaining(REFUSED);

        assertThat(store.backend().open("known")).isEqualTo(stored);
        assertThat(store.backend().standing("known", stored).continuity()).isEqualTo(Continuity.RESUMED);
        assertThat(store.backend().standing("bare", place).continuity()).isEqualTo(Continuity.RESUMED);
        assertThat(store.backend().open("bare").major()).isGreaterThanOrEqualTo(place.major());

        redis.configSet(setting, all);
        assertThat(store.publish("known").isAfter(stored)).isTrue();
    }

    /** The connection that waits for messages, as Redis numbers it. */
    private String reader() {
        return redis.clientList()
                .lines()
                .filter(line -> line.contains("cmd=xread"))
                .map(line -> line.substring("id=".length(), line.indexOf(' ')))
                .findFirst()
                .orElse("");
    }

    /** Such as after a restart: there is no life yet, and none can be begun. */
    @ParameterizedTest
    @CsvSource({"maxmemory, 1, 0", "min-replicas-to-write, 1, 0"})
    void aTopicThatCannotBeLookedAtKeepsNobodyFromReading(String setting, String none, String all) throws Exception {
        EventId stored = store.publish("known");
        Ear known = Ear.of(store.topics(), "known", null).hears("FRESH");
        Ear bare = Ear.of(store.topics(), "bare", null).hears("FRESH");
        redis.del(Store.PREFIX + "ground");
        redis.configSet(setting, none);
        Until.holds(() -> "it never reads", () -> !reader().isEmpty());
        String before = reader();
        // The reader connects anew, and looks at all topics before it reads.
        redis.clientKill(new ClientKillParams().id(before));
        Until.holds(() -> "it never reads again", () -> !reader().isEmpty() && !reader().equals(before));

        assertThat(store.backend().standing("known", stored).continuity()).isEqualTo(Continuity.RESUMED);
        redis.configSet(setting, all);
        store.publish("known");
        known.hears("FRESH", "message");
        // Looked at again, it is found to be of another life, and its client comes back.
        bare.hears("FRESH", "ended This node missed messages: subscribe again from your cursor");
    }
}
