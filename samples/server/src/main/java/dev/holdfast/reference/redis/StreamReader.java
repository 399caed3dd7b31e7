package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Standing;
import dev.holdfast.reference.feed.Topics;
import dev.holdfast.reference.feed.UnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The one reader of this node: a blocking read over the streams of all topics that are open here. A stream of the node's
 * own, the bell, is among them, so that a topic that opens does not wait for the read to end.
 */
final class StreamReader implements AutoCloseable {
    private static final int COUNT = 500;
    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final long BELL_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final System.Logger logger = System.getLogger(StreamReader.class.getName());
    private final RedisSettings settings;
    private final Connections connections;
    private final Topics topics;
    private final RedisBackend backend;
    private final String bell;
    private final Thread thread = new Thread(this::run, "holdfast-reader");
    private final Semaphore ended = new Semaphore(0);
    private volatile boolean reading;
    private volatile boolean closed;
    private StreamEntryID rung = new StreamEntryID();
    private long refreshed;

    StreamReader(RedisSettings settings, Connections connections, Topics topics, RedisBackend backend) {
        this.settings = settings;
        this.connections = connections;
        this.topics = topics;
        this.backend = backend;
        bell = settings.prefix() + "bell:" + UUID.randomUUID();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean reading() {
        return reading;
    }

    /** There is one more topic to read. */
    void wake() {
        try {
            connections.ask(redis -> {
                redis.xadd(bell, XAddParams.xAddParams().maxLen(1), Map.of("r", ""));
                return redis.pexpire(bell, BELL_MILLIS);
            });
        } catch (UnavailableException e) {
            // Then the reader is not waiting either, and asks for the topics anew.
        }
    }

    private void run() {
        long wait = FIRST_WAIT_MILLIS;
        while (!closed) {
            Jedis redis = null;
            try {
                redis = connections.connect();
                verify();
                if (!reading) logger.log(System.Logger.Level.INFO, "Reading from Redis at " + connections);
                reading = true;
                wait = FIRST_WAIT_MILLIS;
                while (!closed) read(redis);
            } catch (JedisException | UnavailableException e) {
                boolean news = reading || wait == FIRST_WAIT_MILLIS;
                if (news && !closed)
                    logger.log(System.Logger.Level.WARNING, "No Redis at " + connections + ": " + e.getMessage());
                reading = false;
            } catch (RuntimeException e) {
                logger.log(System.Logger.Level.ERROR, "A fault while reading from Redis", e);
            } finally {
                if (redis != null) Connections.quietly(redis);
            }
            if (ended(wait)) return;
            wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
        }
    }

    private boolean ended(long waitMillis) {
        try {
            return closed || ended.tryAcquire(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** After a break: is Redis the one it was, or has it lost what was here? */
    private void verify() throws UnavailableException {
        for (Map.Entry<String, EventId> open : topics.places().entrySet()) {
            Standing standing = backend.standing(open.getKey(), open.getValue());
            if (standing.continuity() != Continuity.RESUMED) topics.restart(open.getKey(), standing.start());
        }
    }

    private void read(Jedis redis) {
        Map<String, String> byKey = new HashMap<>();
        Map<String, StreamEntryID> from = new HashMap<>();
        topics.places().forEach((topic, place) -> {
            String key = backend.key(topic);
            byKey.put(key, topic);
            from.put(key, new StreamEntryID(place.major(), place.minor()));
        });
        refresh(redis, from);
        from.put(bell, rung);
        var answer = redis.xread(
                XReadParams.xReadParams().block(Connections.BLOCK_MILLIS).count(COUNT), from);
        if (answer == null) return;
        for (Map.Entry<String, List<StreamEntry>> stream : answer) {
            String topic = byKey.get(stream.getKey());
            for (StreamEntry entry : stream.getValue()) {
                if (topic == null) rung = entry.getID();
                else deliver(topic, entry);
            }
        }
    }

    private void deliver(String topic, StreamEntry entry) {
        @Nullable Event event = RedisBackend.event(entry);
        // The stream was begun anew, or somebody else wrote into it.
        if (event == null) topics.restart(topic, RedisBackend.id(entry.getID()));
        else topics.append(topic, event);
    }

    /** What is read here is in use, also when nobody publishes. */
    private void refresh(Jedis redis, Map<String, StreamEntryID> from) {
        long now = System.nanoTime();
        if (refreshed != 0 && now - refreshed < REFRESH_NANOS) return;
        refreshed = now;
        from.keySet().forEach(key -> redis.pexpire(key, settings.retention().toMillis()));
    }

    @Override
    public void close() {
        closed = true;
        ended.release();
        thread.interrupt();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
