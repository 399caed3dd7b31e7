package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CursorStore;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests cursors that outlive the process: loaded before the first attempt, saved after handled messages. */
class CursorSaverTest {
    private static final String KEY = "https://test.example/feed#a";

    private final Recorder app = new Recorder();
    private final Map<String, String> kept = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private boolean broken;
    private boolean inStore;
    private Runnable inSave = () -> {};
    private final ArrayDeque<Runnable> busy = new ArrayDeque<>();

    private final CursorStore store = new CursorStore() {
        @Override
        public @Nullable String load(String key) throws IOException {
            calls.add("load " + key);
            assertThat(inStore).as("two calls at once").isFalse();
            if (broken) throw new IOException("cannot load");
            return kept.get(key);
        }

        @Override
        public void save(String key, @Nullable String cursor) throws IOException {
            calls.add("save " + cursor);
            assertThat(inStore).as("two calls at once").isFalse();
            inStore = true;
            inSave.run();
            inStore = false;
            if (broken) throw new IOException("cannot save");
            kept.put(key, cursor);
        }
    };

    private Rig rig(Delivery delivery) {
        return new Rig(false, Plain.create(), config -> {
            config.delivery = delivery;
            config.heartbeat = Heartbeat.off();
            config.cursorStore = store;
        });
    }

    private void listen(Rig rig) {
        rig.loop.run();
        for (Runnable task = busy.poll(); task != null; task = busy.poll()) {
            task.run();
            rig.loop.run();
        }
    }

    @Test
    void theKeptPositionIsAskedForFromTheFirstAttemptOn() {
        kept.put(KEY, "41");
        Rig rig = rig(Delivery.direct());
        RealSubscription subscription = rig.subscribe("a", app);
        assertThat(subscription.cursor()).isEqualTo("41");
        rig.accept();
        assertThat(rig.net.last().target.headers()).containsEntry("Last-Event-ID", "41");
        assertThat(calls).containsExactly("load " + KEY);
    }

    @Test
    void aPositionTheAppGivesComesFirstAndMovesTheKeptOne() {
        kept.put(KEY, "41");
        Rig rig = rig(Delivery.direct());
        rig.subscribe(SubscriptionOptions.text("a").withCursor("7"), app);
        rig.accept();
        assertThat(rig.net.last().target.headers()).containsEntry("Last-Event-ID", "7");
        rig.net.last().texts("8");
        rig.loop.advanceMillis(100);
        assertThat(kept).containsEntry(KEY, "8");
    }

    /** A callback so slow that the thread is given back after it, with no later message to trigger the save. */
    @Test
    void theLastThatASlowListenerTookIsSavedAsWell() {
        Rig rig = rig(Delivery.on(busy::add));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.inMessage = () -> rig.loop.advanceMillis(200); // runs the save that was due before
        connection.texts("1");
        listen(rig);
        rig.loop.advanceMillis(100);
        assertThat(kept).containsEntry(KEY, "1");
    }

    @Test
    void itIsSavedBehindWhatIsHandledNowAndThenAndTheNewestOnly() {
        Rig rig = rig(Delivery.on(busy::add));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.texts("1", "2");
        rig.loop.advanceMillis(1000);
        assertThat(kept).isEmpty(); // queued is not handled
        listen(rig);
        assertThat(kept).isEmpty();
        rig.loop.advanceMillis(100);
        assertThat(kept).containsEntry(KEY, "2");
        for (int i = 3; i < 50; i++) {
            connection.texts(String.valueOf(i));
            listen(rig);
            rig.loop.advanceMillis(10);
        }
        rig.loop.advanceMillis(100);
        assertThat(kept).containsEntry(KEY, "49");
        assertThat(calls.stream().filter(call -> call.startsWith("save"))).hasSizeBetween(4, 7);
    }

    @Test
    void aPositionThatComesWithoutAMessageIsSavedThoughNothingFollowsIt() {
        Rig rig = rig(Delivery.direct());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(1000); // finishes the save caused by the subscribe
        connection.frame(new Frame().setEmpty(null, "5"));
        rig.loop.advanceMillis(100);
        assertThat(kept).containsEntry(KEY, "5");
    }

    @Test
    void manuallyItIsSavedBehindWhatIsAcknowledged() {
        Rig rig = rig(Delivery.direct());
        List<dev.holdfast.Message<?>> got = new ArrayList<>();
        rig.client.subscribe(SubscriptionOptions.text("a").withAcknowledgement(Acknowledgement.MANUAL), got::add);
        rig.loop.run();
        rig.accept().texts("1", "2");
        rig.loop.advanceMillis(1000);
        assertThat(kept).isEmpty();
        got.get(0).ack();
        rig.loop.advanceMillis(100);
        assertThat(kept).containsEntry(KEY, "1");
    }

    @Test
    void onReceiptItIsSavedThoughTheListenerIsNeverCalled() {
        Rig rig = rig(Delivery.on(busy::add));
        SubscriptionOptions<String> options =
                SubscriptionOptions.text("a").withAcknowledgement(Acknowledgement.ON_RECEIPT);
        RealSubscription subscription = rig.subscribe(options, app);
        rig.accept().texts("1", "2");
        rig.loop.run();
        subscription.unsubscribeAndWait();
        rig.loop.run();
        assertThat(kept).containsEntry(KEY, "2");
    }

    @Test
    void theEndSavesAtOnceAndLeavesNoTimer() {
        for (boolean close : new boolean[] {false, true}) {
            kept.clear();
            Rig rig = rig(Delivery.direct());
            RealSubscription subscription = rig.subscribe("a", new Recorder());
            rig.accept().texts("1", "2");
            rig.loop.run();
            assertThat(kept).isEmpty();
            if (close) rig.client.close();
            else subscription.unsubscribeAndWait();
            rig.loop.run();
            assertThat(kept).containsEntry(KEY, "2");
            rig.net.returnLost();
            rig.loop.advanceMillis(2_000);
            assertThat(rig.loop.timers()).isZero();
        }
    }

    @Test
    void drainWaitsForTheLastSave() {
        Rig rig = rig(Delivery.direct());
        rig.subscribe("a", app);
        rig.accept().texts("1");
        CompletableFuture<Boolean> done = rig.client.drain(Duration.ofSeconds(1));
        rig.loop.run();
        assertThat(done).isNotDone();
        rig.loop.advanceMillis(200);
        assertThat(done).isCompletedWithValue(true);
        assertThat(kept).containsEntry(KEY, "1");
    }

    @Test
    void aStoreThatCannotLoadIsToldOnceAndAskedUntilItCan() {
        kept.put(KEY, "41");
        broken = true;
        Rig rig = rig(Delivery.direct());
        RealSubscription subscription = rig.subscribe("a", app);
        rig.loop.advanceMillis(60_000);
        assertThat(rig.net.connections).isEmpty();
        // Retries after 0.1, 0.3, 0.7, 1.5, 3.1, 6.3 and 12.7 s, then every 10 s.
        assertThat(calls).hasSize(1 + 7 + 4);
        assertThat(app.events).containsExactly("error cannot load");
        assertThat(subscription.stats().queued()).isZero();
        broken = false;
        rig.loop.advanceMillis(10_000);
        rig.accept().texts("42");
        assertThat(rig.net.last().target.headers()).containsEntry("Last-Event-ID", "41");
        rig.loop.advanceMillis(100);
        assertThat(app.events).containsExactly("error cannot load", "UNKNOWN", "42");
        assertThat(kept).containsEntry(KEY, "42");
        broken = true;
        rig.net.last().texts("43");
        rig.loop.advanceMillis(100);
        assertThat(app.events).endsWith("43", "error cannot save");
    }

    @Test
    void whoUnsubscribesIsNotLoadedFor() {
        broken = true;
        Rig rig = rig(Delivery.direct());
        rig.subscribe("a", app).unsubscribeAndWait();
        rig.loop.advanceMillis(60_000);
        assertThat(calls).containsExactly("load " + KEY);
        assertThat(rig.loop.timers()).isZero();
    }

    @Test
    void aClientThatIsClosedDoesNotWaitForTheStore() {
        broken = true;
        Rig rig = rig(Delivery.direct());
        RealSubscription subscription = rig.subscribe("a", app);
        assertThat(rig.client.stats().subscriptions()).isEqualTo(1);
        rig.client.close();
        rig.loop.advanceMillis(60_000);
        assertThat(app.events).containsExactly("error cannot load", "ended CLOSED");
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(calls).containsExactly("load " + KEY);
        assertThat(rig.loop.timers()).isZero();
        assertThat(rig.net.closed).isTrue();
    }

    @Test
    void aStoreThatCannotSaveIsToldOnceAndTriedAgain() {
        Rig rig = rig(Delivery.direct());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        broken = true;
        connection.texts("1");
        rig.loop.advanceMillis(100);
        assertThat(calls).hasSize(2);
        connection.texts("2");
        rig.loop.advanceMillis(999);
        assertThat(calls).hasSize(2);
        rig.loop.advanceMillis(1);
        assertThat(calls).hasSize(3);
        assertThat(app.events.stream().filter(e -> e.startsWith("error"))).containsExactly("error cannot save");
        broken = false;
        rig.loop.advanceMillis(1000); // nothing moves
        assertThat(kept).containsEntry(KEY, "2");
    }

    @Test
    void aStoreThatCannotSaveIsToldOfLaterWhereAnotherFaultWaitedToBeTold() {
        Rig rig = rig(Delivery.on(busy::add));
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.texts("1");
        listen(rig);
        broken = true;
        subscription.reportError(new IOException("another"));
        rig.loop.advanceMillis(100);
        listen(rig);
        assertThat(app.events).contains("error another").doesNotContain("error cannot save");
        rig.loop.advanceMillis(1000);
        listen(rig);
        assertThat(app.events).endsWith("error cannot save");
    }

    @Test
    void theEndSavesWhatCouldNotBeSavedBefore() {
        Rig rig = rig(Delivery.direct());
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        broken = true;
        connection.texts("1");
        rig.loop.advanceMillis(100);
        broken = false;
        subscription.unsubscribe();
        rig.loop.run();
        assertThat(kept).containsEntry(KEY, "1");
    }

    private CompletableFuture<Boolean> drainWithBrokenStore(Rig rig) {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        broken = true;
        connection.texts("1");
        return rig.client.drain(Duration.ofSeconds(5));
    }

    @Test
    void drainIsFalseIfTheStoreFails() {
        Rig rig = rig(Delivery.direct());
        CompletableFuture<Boolean> done = drainWithBrokenStore(rig);
        rig.loop.advanceMillis(4_999);
        assertThat(done).isNotDone();
        rig.loop.advanceMillis(20);
        assertThat(done).isCompletedWithValue(false);
        rig.loop.advanceMillis(60_000);
        assertThat(rig.loop.timers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drainIsFalseIfTheLastSaveOfAnEndedSubscriptionFailed(boolean looked) {
        Rig rig = rig(Delivery.direct());
        RealSubscription subscription = rig.subscribe("a", app);
        rig.accept().texts("1");
        broken = true;
        subscription.unsubscribe();
        rig.loop.run();
        if (looked) assertThat(rig.client.stats().subscriptions()).isZero();
        CompletableFuture<Boolean> done = rig.client.drain(Duration.ofSeconds(5));
        rig.loop.advanceMillis(5_100);
        assertThat(done).isCompletedWithValue(false);
    }

    @Test
    void drainIsTrueOnceTheStoreWorksAgain() {
        Rig rig = rig(Delivery.direct());
        CompletableFuture<Boolean> done = drainWithBrokenStore(rig);
        rig.loop.advanceMillis(500);
        broken = false;
        rig.loop.advanceMillis(1000);
        assertThat(done).isCompletedWithValue(true);
        assertThat(kept).containsEntry(KEY, "1");
    }

    @Test
    void drainSavesACursorOfTheAppThatNothingMoved() {
        Rig rig = rig(Delivery.direct());
        rig.subscribe(SubscriptionOptions.text("a").withCursor("7"), app);
        CompletableFuture<Boolean> done = rig.client.drain(Duration.ofSeconds(5));
        rig.loop.advanceMillis(200);
        assertThat(done).isCompletedWithValue(true);
        assertThat(kept).containsEntry(KEY, "7");
    }

    @Test
    void anEmptyCursorOfAStoreIsNone() {
        kept.put(KEY, "");
        Rig rig = rig(Delivery.direct());
        RealSubscription subscription = rig.subscribe("a", app);
        rig.accept();
        assertThat(subscription.cursor()).isNull();
        assertThat(rig.net.last().target.headers()).doesNotContainKey("Last-Event-ID");
        app.assertNext("FRESH");
    }

    @Test
    void theNextSubscriptionOfAKeyLoadsBehindTheLastSaveOfTheOneBefore() {
        Rig rig = rig(Delivery.direct());
        RealSubscription first = rig.subscribe("a", app);
        rig.accept().texts("1");
        first.unsubscribe();
        Subscription second = rig.client.subscribe(SubscriptionOptions.text("a"), new Recorder());
        rig.loop.run();
        assertThat(calls).containsExactly("load " + KEY, "save 1", "load " + KEY);
        assertThat(second.cursor()).isEqualTo("1");
    }

    @Test
    void noCallOfAKeyRunsDuringAnotherWhoeverItIsOf() {
        Rig rig = rig(Delivery.direct());
        RealClient derived = Rig.client(rig.config, rig.runtime, rig.net);
        RealSubscription first = rig.subscribe("a", app);
        rig.accept().texts("1");
        List<Subscription> others = new ArrayList<>();
        inSave = () -> {
            inSave = () -> {};
            others.add(rig.client.subscribe(SubscriptionOptions.text("a"), new Recorder()));
            others.add(derived.subscribe(SubscriptionOptions.text("a"), new Recorder()));
            rig.loop.run(); // all that other threads do meanwhile
            assertThat(calls).containsExactly("load " + KEY, "save 1");
        };
        first.unsubscribe();
        rig.loop.run();
        assertThat(calls).containsExactly("load " + KEY, "save 1", "load " + KEY, "load " + KEY);
        assertThat(others).extracting(Subscription::cursor).containsExactly("1", "1");
    }

    @Test
    void aCallbackThatOutlastsItsSubscriptionDoesNotMoveTheNextOnesCursorBack() {
        Rig rig = rig(Delivery.on(busy::add));
        RealSubscription first = rig.subscribe("a", app);
        rig.accept().texts("1");
        app.inMessage = () -> {
            first.unsubscribe();
            rig.subscribe("a", new Recorder());
            rig.accept().texts("1", "2");
            listen(rig);
            rig.loop.advanceMillis(100);
            assertThat(kept).containsEntry(KEY, "2");
        };
        listen(rig);
        rig.loop.advanceMillis(2000);
        assertThat(first.cursor()).isEqualTo("1");
        assertThat(kept).containsEntry(KEY, "2");
    }

    @Test
    void aServerThatTakesItsIdsBackForgetsThePosition() {
        kept.put(KEY, "41");
        Rig rig = rig(Delivery.direct());
        rig.subscribe("a", app);
        rig.accept().text("one", "");
        rig.loop.advanceMillis(100);
        assertThat(kept).containsEntry(KEY, null);
    }

    @Test
    void unsubscribingWhileThePositionIsFetchedDialsNothing() {
        Rig rig = rig(Delivery.direct());
        RealSubscription subscription = (RealSubscription) rig.client.subscribe(SubscriptionOptions.text("a"), app);
        subscription.unsubscribeAndWait();
        rig.loop.run();
        assertThat(rig.net.connections).isEmpty();
        app.assertExhausted();
    }

    @Test
    void closingWhileThePositionIsFetchedEndsIt() {
        Rig rig = rig(Delivery.direct());
        rig.client.subscribe(SubscriptionOptions.text("a"), app);
        rig.client.close();
        rig.loop.run();
        assertThat(rig.net.connections).isEmpty();
        app.assertNext("ended CLOSED");
    }
}
