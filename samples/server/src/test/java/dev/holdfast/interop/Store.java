package dev.holdfast.interop;

import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import dev.holdfast.reference.feed.Room;
import dev.holdfast.reference.feed.Topics;
import dev.holdfast.reference.redis.RedisBackend;
import dev.holdfast.reference.redis.RedisSettings;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a node has of Redis, without its sockets. */
final class Store implements AutoCloseable {
    static final String PREFIX = "test:";

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final RedisBackend backend;
    private final Topics topics;

    Store(Server redis, Duration retention) {
        URI uri = URI.create("redis://127.0.0.1:" + redis.port());
        backend = new RedisBackend(new RedisSettings(uri, PREFIX, 100, retention));
        topics = new Topics(backend, new Room(100, 1_000_000, 1_000_000), 100, workers, System::nanoTime);
        backend.start(topics);
    }

    RedisBackend backend() {
        return backend;
    }

    Topics topics() {
        return topics;
    }

    EventId publish(String topic) {
        CompletableFuture<EventId> stored = new CompletableFuture<>();
        backend.publish(new Publication(topic, null, "1", new Publication.Answer() {
            @Override
            public void stored(EventId id) {
                stored.complete(id);
            }

            @Override
            public void failed(String reason, boolean retry) {
                stored.completeExceptionally(new AssertionError(reason));
            }
        }));
        return stored.join();
    }

    @Override
    public void close() {
        backend.close();
        workers.shutdownNow();
    }
}
