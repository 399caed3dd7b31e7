package dev.holdfast.jvm;

import dev.holdfast.Backoff;
import dev.holdfast.CursorStore;
import dev.holdfast.RealtimeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A store whose first load and first save fail, and what the client reports of it. */
final class FailingStore implements CursorStore {
    final BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
    private final AtomicBoolean loaded = new AtomicBoolean();
    private final AtomicBoolean saved = new AtomicBoolean();

    @Override
    public @Nullable String load(String key) throws IOException {
        if (!loaded.getAndSet(true)) throw new IOException("cannot load");
        return null;
    }

    @Override
    public void save(String key, @Nullable String cursor) throws IOException {
        if (!saved.getAndSet(true)) throw new IOException("cannot save");
    }

    RealtimeClient client(CountedFeed feed) {
        return RealtimeClient.builder(feed.url())
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
                .cursorStore(this)
                .onUnhandled((subscription, cause) -> reported.add(cause))
                .build();
    }
}
