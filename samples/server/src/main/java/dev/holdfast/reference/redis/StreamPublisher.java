package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One thread that writes what all clients of this node publish, in their order, as many at a time as wait. */
final class StreamPublisher implements AutoCloseable {
    private static final int BATCH = 256;
    private static final int MOST = 10_000;
    private static final long MOST_CHARS = 32L * 1024 * 1024;
    private static final String AWAY = "The history cannot be reached: this was stored or not, nobody knows";

    private final RedisSettings settings;
    private final Connections connections;
    private final BlockingQueue<Publication> queue = new ArrayBlockingQueue<>(MOST);
    private final AtomicLong chars = new AtomicLong();
    private final Thread thread = new Thread(this::run, "holdfast-publisher");
    private volatile boolean closed;
    private @Nullable Jedis redis;

    StreamPublisher(RedisSettings settings, Connections connections) {
        this.settings = settings;
        this.connections = connections;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void publish(Publication publication) {
        int size = publication.data().length();
        boolean fits = chars.addAndGet(size) <= MOST_CHARS;
        if (fits && !closed && queue.offer(publication)) return;
        chars.addAndGet(-size);
        publication.answer().failed("Too much waits to be stored", true);
    }

    private void run() {
        List<Publication> batch = new ArrayList<>();
        while (!closed) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                store(batch);
            } catch (InterruptedException e) {
                break;
            } finally {
                batch.forEach(publication -> chars.addAndGet(-publication.data().length()));
                batch.clear();
            }
        }
        queue.drainTo(batch);
        batch.forEach(publication -> publication.answer().failed("This node is going down", true));
        if (redis != null) Connections.quietly(redis);
    }

    private void store(List<Publication> batch) {
        List<Response<Object>> ids = new ArrayList<>();
        try {
            Jedis open = redis == null ? connections.connect() : redis;
            redis = open;
            // Not closed: that would wait for the rest of the answers on a connection that is broken.
            Pipeline pipeline = open.pipelined();
            for (Publication publication : batch)
                ids.add(pipeline.eval(Scripts.PUBLISH, keys(publication), arguments(publication)));
            pipeline.sync();
        } catch (JedisException e) {
            if (redis != null) Connections.quietly(redis);
            redis = null;
            batch.forEach(publication -> publication.answer().failed(AWAY, true));
            return;
        }
        for (int i = 0; i < batch.size(); i++) answer(batch.get(i), ids.get(i));
    }

    private List<String> keys(Publication publication) {
        return List.of(RedisBackend.key(settings, publication.topic()));
    }

    private List<String> arguments(Publication publication) {
        String event = publication.event();
        return List.of(
                Integer.toString(settings.history()),
                Long.toString(settings.retention().toMillis()),
                event == null ? "" : event,
                publication.data());
    }

    private static void answer(Publication publication, Response<Object> response) {
        EventId id;
        try {
            id = EventId.parse(String.valueOf(response.get()));
        } catch (JedisDataException e) {
            // Such as a Redis that is full, or still loading.
            System.getLogger(StreamPublisher.class.getName())
                    .log(System.Logger.Level.WARNING, "Redis refuses a message", e);
            id = null;
        }
        if (id == null) publication.answer().failed("The history did not take it", true);
        else publication.answer().stored(id);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
