package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Outlet;
import dev.holdfast.reference.feed.Publication;
import dev.holdfast.reference.feed.Reading;
import dev.holdfast.reference.feed.Room;
import dev.holdfast.reference.feed.Topics;
import dev.holdfast.reference.redis.RedisBackend;
import dev.holdfast.reference.redis.RedisSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A topic without a message for longer than streams are kept: who waits for it goes on, who comes back cannot be sure. */
class RetentionInteropTest {
    private static final Duration RETENTION = Duration.ofSeconds(2);

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private RedisBackend backend;
    private Topics topics;

    @BeforeEach
    void start() {
        URI redis = URI.create("redis://127.0.0.1:" + servers.redis().port());
        backend = new RedisBackend(new RedisSettings(redis, "test:", 100, RETENTION));
        topics = new Topics(backend, new Room(100, 1_000_000, 1_000_000), 10, workers, System::nanoTime);
        backend.start(topics);
    }

    @AfterEach
    void close() {
        backend.close();
        workers.shutdownNow();
    }

    private static final class Ear implements Outlet {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final AtomicReference<EventId> first = new AtomicReference<>();
        final AtomicReference<EventId> place = new AtomicReference<>(new EventId(0, 0));

        @Override
        public void subscribed(Continuity continuity, EventId at) {
            heard.add(continuity.name());
            if (at != null) position(at);
        }

        @Override
        public void position(EventId at) {
            first.compareAndSet(null, at);
            place.set(at);
        }

        @Override
        public void message(Event event) {
            heard.add("message");
        }

        @Override
        public void ended(String reason, boolean retry, long afterMillis) {
            heard.add("ended " + reason);
        }

        @Override
        public boolean takeTurn(Runnable later) {
            return true;
        }

        @Override
        public void endTurn() {}

        @Override
        public int pageSize() {
            return 1000;
        }

        @Override
        public void flush() {}

        Ear hears(String... words) {
            Until.holds(() -> heard + " is heard", () -> heard.size() >= words.length);
            assertThat(heard).containsExactly(words);
            return this;
        }
    }

    private Ear subscribe(String cursor) {
        Ear ear = new Ear();
        topics.subscribe(new Reading("quiet", cursor, ear));
        return ear;
    }

    private void publish() {
        CompletableFuture<EventId> stored = new CompletableFuture<>();
        backend.publish(new Publication("quiet", null, "1", new Publication.Answer() {
            @Override
            public void stored(EventId id) {
                stored.complete(id);
            }

            @Override
            public void failed(String reason, boolean retry) {
                stored.completeExceptionally(new AssertionError(reason));
            }
        }));
        stored.join();
    }

    @Test
    void whoWaitsIsToldOfPlacesThatAreStillWorthSomething() {
        Ear waiting = subscribe(null).hears("FRESH");
        Until.holds(
                () -> "no new place",
                () -> waiting.place.get().major() - waiting.first.get().major() > 2 * RETENTION.toMillis());
        String early = waiting.first.get().toString();
        String late = waiting.place.get().toString();

        publish();

        waiting.hears("FRESH", "message");
        subscribe(late).hears("RESUMED", "message");
        // Another stream might have come and gone since.
        subscribe(early).hears("GAP", "message");
    }
}
