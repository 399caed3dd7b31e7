package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CursorStore;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the saver alone: its store keys, its schedule, and when it is quiet. */
class CursorSaverEdgesTest {
    private static final String FEED = "https://test.example/feed";

    private final Rig rig = new Rig();
    private final Store store = new Store();
    private final RealSubscription subscription = rig.subscribe("a", new Recorder());
    private final FakeConnection connection = rig.accept();
    private final CursorSource source = new CursorSource() {
        @Override
        public String topic() {
            return subscription.topic();
        }

        @Override
        public @Nullable String cursor() {
            return subscription.cursor();
        }

        @Override
        public void restoreCursor(CursorSaver saver, @Nullable String from) {} // the test says when the cursor moved

        @Override
        public boolean reportError(Throwable error) {
            throw new AssertionError(error);
        }
    };
    private final CursorSaver cursorSaver = keeper(FEED);

    /** A store that records its calls. */
    private static final class Store implements CursorStore {
        final List<String> calls = new ArrayList<>();
        Runnable inSave = () -> {};

        @Override
        public @Nullable String load(String key) {
            calls.add(key);
            return null;
        }

        @Override
        public void save(String key, @Nullable String cursor) {
            calls.add(cursor + " at " + key);
            inSave.run();
        }
    }

    @BeforeEach
    void begin() {
        cursorSaver.load(() -> {});
        rig.loop.run();
        store.calls.clear();
    }

    private CursorSaver keeper(String url) {
        return new CursorSaver(store, url, source, rig.runtime);
    }

    private String key(String url) {
        keeper(url).load(() -> {});
        rig.loop.run();
        return store.calls.remove(store.calls.size() - 1);
    }

    private void handle(String id) {
        connection.text("x", id);
        rig.loop.run();
    }

    @Test
    void theKeyIsTheFeedAndTheTopicAndKeepsNoSecret() {
        assertThat(key(FEED)).isEqualTo(FEED + "#a");
        String secret = key(FEED + "?abc");
        assertThat(secret).isEqualTo(FEED + "?ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad#a");
        assertThat(key(FEED + "?abd")).isNotEqualTo(secret);
        assertThat(key("?abc")).startsWith("?ba7816bf");
    }

    @Test
    void movesAreGatheredForATenthOfASecond() {
        assertThat(cursorSaver.isQuiet()).isTrue();
        handle("1");
        cursorSaver.cursorMoved();
        cursorSaver.cursorMoved();
        assertThat(cursorSaver.isQuiet()).isFalse();
        rig.loop.run();
        handle("2");
        cursorSaver.cursorMoved();
        rig.loop.advanceMillis(99);
        assertThat(store.calls).isEmpty();
        boolean[] quiet = {true};
        store.inSave = () -> quiet[0] = cursorSaver.isQuiet();
        rig.loop.advanceMillis(1);
        assertThat(store.calls).containsExactly("2 at " + FEED + "#a");
        assertThat(quiet[0]).as("while it saves").isFalse();
        assertThat(cursorSaver.isQuiet()).isTrue();
        cursorSaver.cursorMoved(); // the cursor is unchanged
        rig.loop.advanceMillis(100);
        assertThat(store.calls).hasSize(1);
        assertThat(cursorSaver.isQuiet()).isTrue();
    }

    @Test
    void theEndSavesWhatIsDueAtOnce() {
        handle("1");
        cursorSaver.cursorMoved();
        rig.loop.run();
        int timers = rig.loop.timers();
        rig.onLoop(cursorSaver::saveFinally);
        assertThat(rig.loop.timers()).isEqualTo(timers - 1);
        rig.loop.run();
        assertThat(store.calls).containsExactly("1 at " + FEED + "#a");
        handle("2");
        cursorSaver.cursorMoved();
        rig.loop.run();
        assertThat(store.calls).hasSize(2);
        assertThat(rig.loop.timers()).isEqualTo(timers - 1);
    }

    @Test
    void theEndComesBeforeTheMoveIsHeardOf() {
        handle("1");
        int timers = rig.loop.timers();
        rig.onLoop(() -> {
            cursorSaver.cursorMoved();
            cursorSaver.saveFinally();
        });
        assertThat(store.calls).containsExactly("1 at " + FEED + "#a");
        assertThat(rig.loop.timers()).isEqualTo(timers);
        rig.onLoop(cursorSaver::saveFinally);
        assertThat(store.calls).hasSize(1);
    }
}
