package dev.holdfast.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What a node asks of Redis at once is bounded for all topics together, however many are busy. */
class ReplyInteropTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    @Test
    void theMoreTopicsTheFewerMessagesOfEach() {
        Server server = servers.redis();
        try (Store store = new Store(server, Duration.ofHours(1));
                Jedis redis = new Jedis("127.0.0.1", server.port())) {
            redis.configSet("slowlog-log-slower-than", "0");
            for (int i = 0; i < 9; i++)
                Ear.of(store.topics(), "topic" + i, null).hears("FRESH");

            // With the node's own stream there are ten: a hundred of each.
            Until.holds(
                    () -> "it does not read a hundred of each",
                    () -> asked(store, redis, 10).equals("100"));
            Ear.of(store.topics(), "topic9", null).hears("FRESH");
            Until.holds(
                    () -> "it does not read ninety of each",
                    () -> asked(store, redis, 11).equals("90"));
        }
    }

    /** How many messages the reader asked for of so many streams; nothing where it did not. */
    private static String asked(Store store, Jedis redis, int streams) {
        // Redis writes down a read that something ended.
        store.publish("topic0");
        return redis.slowlogGet(128).stream()
                .map(entry -> List.copyOf(entry.getArgs()))
                .filter(words -> words.contains("STREAMS"))
                .filter(words -> words.size() - words.indexOf("STREAMS") - 1 == 2 * streams)
                .map(words -> words.get(words.indexOf("COUNT") + 1))
                .findFirst()
                .orElse("");
    }
}
