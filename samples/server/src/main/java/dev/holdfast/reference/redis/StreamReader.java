package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Standing;
import dev.holdfast.reference.feed.Topics;
import dev.holdfast.reference.feed.UnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The reader of this node: a blocking read over the streams of all open topics. It includes a stream owned by the node,
 * the bell, so that a new topic does not wait for the read to end.
 */
final class StreamReader implements AutoCloseable {
    /** The maximum number of messages in a reply from all streams, or one per stream if there are more streams. */
    private static final int MOST = 1000;

    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final long BELL_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final System.Logger logger = System.getLogger(StreamReader.class.getName());
    private final RedisSettings settings;
    private final Connections connections;
    private final Topics topics;
    private final RedisBackend backend;
    private final String bell;
    private final Duty duty = new Duty("holdfast-reader", this::run);
    private volatile boolean reading;
    /** True if the last attempt failed. */
    private volatile boolean away;

    private StreamEntryID rung = new StreamEntryID();
    private long refreshed = System.nanoTime() - REFRESH_NANOS;
    private long settled = System.nanoTime();
    /** True if a topic was not verified because Redis rejected the call. */
    private boolean unverified;

    StreamReader(RedisSettings settings, Connections connections, Topics topics, RedisBackend backend) {
        this.settings = settings;
        this.connections = connections;
        this.topics = topics;
        this.backend = backend;
        bell = settings.prefix() + "bell:" + UUID.randomUUID();
    }

    void start() {
        duty.start();
    }

    boolean reading() {
        return reading;
    }

    boolean away() {
        return away;
    }

    boolean isAlive() {
        return duty.isAlive();
    }

    /** Wakes the reader for a new topic. */
    void wake() {
        try {
            connections.ask(redis -> {
                redis.xadd(bell, XAddParams.xAddParams().maxLen(1), Map.of("r", ""));
                return redis.pexpire(bell, BELL_MILLIS);
            });
        } catch (UnavailableException e) {
            // Then the reader is not blocked for long and reads the list of topics again.
        }
    }

    private void run() throws InterruptedException {
        long wait = FIRST_WAIT_MILLIS;
        while (!duty.isOver()) {
            Jedis redis = null;
            try {
                redis = connections.connect();
                verify(place -> true);
                if (!reading) logger.log(System.Logger.Level.INFO, "Reading from Redis at " + connections);
                reading = true;
                away = false;
                wait = FIRST_WAIT_MILLIS;
                while (!duty.isOver()) read(redis);
            } catch (JedisException | UnavailableException e) {
                boolean news = reading || wait == FIRST_WAIT_MILLIS;
                if (news && !duty.isOver())
                    logger.log(
                            System.Logger.Level.WARNING, "Redis unavailable at " + connections + ": " + e.getMessage());
            } catch (RuntimeException e) {
                logger.log(System.Logger.Level.ERROR, "Internal error while reading from Redis", e);
            } finally {
                reading = false;
                away = true;
                if (redis != null) Connections.quietly(redis);
            }
            Thread.sleep(wait);
            wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
        }
    }

    /** Verifies after an interruption whether Redis lost messages of open topics. */
    private void verify(Predicate<EventId> which) throws UnavailableException {
        boolean refused = false;
        for (Map.Entry<String, EventId> open : topics.places().entrySet()) {
            if (!which.test(open.getValue())) continue;
            Standing standing;
            try {
                standing = backend.stand(open.getKey(), open.getValue());
            } catch (UnavailableException e) {
                if (!isOfOneTopic(e.getCause())) throw e;
                // A rejected topic must not block the others. Its next message still reveals a hole.
                refused = true;
                continue;
            }
            if (standing.continuity() != Continuity.RESUMED) topics.restart(open.getKey(), standing.start());
            else if (Ground.is(standing.start())) topics.still(open.getKey(), standing.start());
        }
        unverified = refused;
    }

    private static boolean isOfOneTopic(@Nullable Throwable cause) {
        if (!(cause instanceof JedisDataException)) return false;
        String text = String.valueOf(cause.getMessage());
        return !text.startsWith("LOADING") && !text.startsWith("MASTERDOWN");
    }

    /** Renews the positions of topics without a stream, which are valid as long as the retention. */
    private void settle() throws UnavailableException {
        long now = System.nanoTime();
        long pause = settings.retention().toNanos() / 4;
        if (now - settled < (unverified ? Math.min(pause, AGAIN_NANOS) : pause)) return;
        settled = now;
        verify(unverified ? place -> true : Ground::is);
    }

    private void read(Jedis redis) throws UnavailableException {
        settle();
        Map<String, String> byKey = new HashMap<>();
        Map<String, StreamEntryID> from = new HashMap<>();
        topics.places().forEach((topic, place) -> {
            String key = backend.key(topic);
            byKey.put(key, topic);
            from.put(key, new StreamEntryID(place.major(), place.minor()));
        });
        refresh(redis, byKey.values());
        from.put(bell, rung);
        var answer = redis.xread(
                XReadParams.xReadParams().block(Connections.BLOCK_MILLIS).count(Math.max(1, MOST / from.size())), from);
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
        // Written by another program.
        if (event == null) topics.restart(topic, RedisBackend.id(entry.getID()));
        else topics.append(topic, event);
    }

    /** Extends the expiry of topics that are read but not published to. */
    private void refresh(Jedis redis, Collection<String> open) {
        long now = System.nanoTime();
        if (now - refreshed < REFRESH_NANOS) return;
        refreshed = now;
        open.forEach(topic -> backend.keep(redis, topic));
    }

    @Override
    public void close() {
        duty.close();
    }
}
