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

/** The thread that writes the publications of all clients of this node, in order and in batches. */
final class StreamPublisher implements AutoCloseable {
    static final int MOST = 10_000;

    private static final int BATCH = 256;
    private static final long MOST_CHARS = 32L * 1024 * 1024;
    private static final String UNKNOWN = "The history cannot be reached: it is unknown whether the message was stored";
    private static final String NOT_STORED = "The history cannot be reached: the message was not stored";

    private final RedisSettings settings;
    private final Connections connections;
    private final BlockingQueue<Publication> queue = new ArrayBlockingQueue<>(MOST);
    private final AtomicLong chars = new AtomicLong();
    private final Duty duty = new Duty("holdfast-publisher", this::run);
    /** Publications being stored and not answered yet. Accessed by the thread only. */
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
        // If the thread ended in the meantime, either it or this method answers.
        if (taken && !(ended && queue.remove(publication))) return;
        chars.addAndGet(-size);
        publication
                .answer()
                .failed(
                        ended ? "This node no longer stores messages" : "Too many messages are waiting to be stored",
                        true);
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
            failAll("This node is shutting down");
            leave();
        }
    }

    private void store() {
        List<Response<Object>> ids = new ArrayList<>();
        try {
            Jedis open = redis == null ? connections.connect() : redis;
            redis = open;
            // Not closed: that would wait for the remaining responses on a broken connection.
            Pipeline pipeline = open.pipelined();
            for (Publication publication : batch)
                ids.add(pipeline.eval(
                        Scripts.PUBLISH, RedisBackend.keys(settings, publication.topic()), arguments(publication)));
            pipeline.sync();
        } catch (RuntimeException e) {
            if (!(e instanceof JedisException)) Duty.log("Internal error while writing to Redis", e);
            leave();
            failAll(UNKNOWN);
            // Publications queued in the meantime would fail the same way.
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
            // For example a full or loading Redis.
            System.getLogger(StreamPublisher.class.getName())
                    .log(System.Logger.Level.WARNING, "Redis rejected a message", e);
            id = null;
        }
        EventId stored = id;
        if (stored == null) answer(answer -> answer.failed("The history rejected the message", true));
        else answer(answer -> answer.stored(stored));
    }

    /** Completes the next publication of the batch. An exception does not affect the others. */
    private void answer(Consumer<Publication.Answer> how) {
        Publication publication = batch.remove();
        chars.addAndGet(-publication.data().length());
        try {
            how.accept(publication.answer());
        } catch (RuntimeException e) {
            Duty.log("Internal error while answering a publish", e);
        }
    }

    @Override
    public void close() {
        duty.close();
    }
}
