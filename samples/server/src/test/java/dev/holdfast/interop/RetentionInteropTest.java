package dev.holdfast.interop;

import java.nio.file.Path;
import java.time.Duration;
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

    private Store store;

    @BeforeEach
    void start() {
        store = new Store(servers.redis(), RETENTION);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Ear subscribe(String cursor) {
        return Ear.of(store.topics(), "quiet", cursor);
    }

    @Test
    void whoWaitsIsToldOfPlacesThatAreStillWorthSomething() {
        Ear waiting = subscribe(null).hears("FRESH");
        Until.holds(
                () -> "no new place",
                () -> waiting.place.get().major() - waiting.first.get().major() > 2 * RETENTION.toMillis());
        String early = waiting.first.get().toString();
        String late = waiting.place.get().toString();

        store.publish("quiet");

        waiting.hears("FRESH", "message");
        subscribe(late).hears("RESUMED", "message");
        // Another stream might have come and gone since.
        subscribe(early).hears("GAP", "message");
    }
}
