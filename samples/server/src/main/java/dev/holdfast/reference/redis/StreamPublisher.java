package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One thread that writes what all clients of this node publish, in their order, as many at a time as wait. */
final class StreamPublisher implements AutoCloseable {
    static final int MOST = 10_000;

    private static final int BATCH = 256;
    private static final long MOST_CHARS = 32L * 1024 * 1024;
    private static final String UNKNOWN = "The history cannot be reached: this was stored or not, nobody knows";
    private static final String NOT_STORED = "The history cannot be reached: this was not stored";

    private final RedisSettings settings;
    private final Connections connections;
    private final BlockingQueue<Publication> queue = new ArrayBlockingQueue<>(MOST);
    private final AtomicLong chars = new AtomicLong();
    private final Duty duty = new Duty("holdfast-publisher", this::run);
    /** What is being stored, and not answered. Of the thread's own. */
    private final Deque<Publication> batch = new ArrayDeque<>();

    private volatile boolean ended;
    private @Nullable Jedis redis;

    StreamPublisher(RedisSettings settings, Connections connections) {
        this.settings = settings;
        this.connections = connections;
    }

    void start() {
        duty.start();
    }

    boolean isAlive() {
        return duty.isAlive();
    }

    void publish(Publication publication) {
        int size = publication.data().length();
        boolean fits = chars.addAndGet(size) <= MOST_CHARS;
        boolean taken = fits && !ended && queue.offer(publication);
        // Where the thread ended meanwhile, either it or this answers.
        if (taken && !(ended && queue.remove(publication))) return;
        chars.addAndGet(-size);
        publication.answer().failed(ended ? "This node stores nothing any more" : "Too much waits to be stored", true);
    }

    private void run() throws InterruptedException {
        try {
            while (!duty.isOver()) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                store();
            }
        } finally {
            ended = true;
            queue.drainTo(batch);
            failAll("This node is going down");
            leave();
        }
    }

    private void store() {
        List<Response<Object>> ids = new ArrayList<>();
        try {
            Jedis open = redis == null ? connections.connect() : redis;
            redis = open;
            // Not closed: that would wait for the rest of the answers on a connection that is broken.
            Pipeline pipeline = open.pipelined();
            for (Publication publication : batch)
                ids.add(pipeline.eval(
                        Scripts.PUBLISH, RedisBackend.keys(settings, publication.topic()), arguments(publication)));
            pipeline.sync();
        } catch (RuntimeException e) {
            if (!(e instanceof JedisException)) Duty.log("A fault while writing to Redis", e);
            leave();
            failAll(UNKNOWN);
            // What came meanwhile would only wait for the same.
            queue.drainTo(batch);
            failAll(NOT_STORED);
            return;
        }
        for (Response<Object> id : ids) answer(id);
    }

    private void leave() {
        if (redis != null) Connections.quietly(redis);
        redis = null;
    }

    private List<String> arguments(Publication publication) {
        String event = publication.event();
        return List.of(
                Integer.toString(settings.history()),
                Long.toString(settings.retention().toMillis()),
                event == null ? "" : event,
                publication.data());
    }

    private void failAll(String reason) {
        while (!batch.isEmpty()) answer(answer -> answer.failed(reason, true));
    }

    private void answer(Response<Object> response) {
        EventId id;
        try {
            id = EventId.parse(String.valueOf(response.get()));
        } catch (JedisDataException e) {
            // Such as a Redis that is full, or still loading.
            System.getLogger(StreamPublisher.class.getName())
                    .log(System.Logger.Level.WARNING, "Redis refuses a message", e);
            id = null;
        }
        EventId stored = id;
        if (stored == null) answer(answer -> answer.failed("The history did not take it", true));
        else answer(answer -> answer.stored(stored));
    }

    /** Tells the next of the batch. What goes wrong there is no business of the others. */
    private void answer(Consumer<Publication.Answer> how) {
        Publication publication = batch.remove();
        chars.addAndGet(-publication.data().length());
        try {
            how.accept(publication.answer());
        } catch (RuntimeException e) {
            Duty.log("A fault while answering a publish", e);
        }
    }

    @Override
    public void close() {
        duty.close();
    }
}
