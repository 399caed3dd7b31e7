package dev.holdfast.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.CursorStore;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Receipt;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that change, devices that sleep, apps that come and go; docs/failure-scenarios.md says who met it. */
class LifeCycleScenarioTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();

    private static Rig shared() {
        return new Rig(true, new FakeProtocol(), s -> {});
    }

    // ---- hints

    @Test
    void aHintReplacesEveryConnectionAtOnceAndWaitsForNobody() {
        Rig rig = new Rig();
        for (String topic : new String[] {"a", "b", "c"}) {
            rig.subscribe(topic, new Recorder());
            rig.accept().text("one", topic + "1");
        }
        rig.client.reconnectNow();
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(6);
        assertThat(rig.net.connections.subList(0, 3)).allMatch(c -> c.cancelled && c.released);
        rig.net.connections.subList(3, 6).forEach(FakeConnection::accept);
        rig.loop.run();
        assertThat(rig.net.connections.subList(3, 6))
                .extracting(c -> c.target.headers().get("Last-Event-ID"))
                .containsExactlyInAnyOrder("a1", "b1", "c1");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void aHundredHintsAreOneAttempt() {
        Rig rig = shared();
        rig.subscribe("a", app);
        rig.accept();
        for (int i = 0; i < 100; i++) rig.client.reconnectNow();
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(2);
        assertThat(rig.net.live()).isEqualTo(1);
        rig.accept();
        app.assertNext("FRESH", "RESUMED");
    }

    // ---- the end

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connecting",
                "handshaking",
                "connected",
                "waiting",
                "lingering",
                "paused",
                "topic later",
                "store"
            })
    void closeLeavesNoTimerAndNoConnectionWhateverWasUnderWay(String phase) {
        FakeProtocol protocol = new FakeProtocol();
        protocol.readyAtOnce = !phase.equals("handshaking");
        Rig rig = new Rig(true, protocol, s -> {
            if (phase.equals("store")) s.cursorStore = CursorStore.inMemory();
        });
        Subscription subscription = rig.subscribe("a", app);
        CompletableFuture<?> unused = rig.client.publish("a", "x");
        rig.loop.run();
        if (phase.equals("waiting")) rig.net.last().refuse(RESET);
        else if (!phase.equals("connecting")) rig.accept();
        if (phase.equals("topic later")) rig.net.last().text("later:a");
        if (phase.equals("store")) rig.net.last().text("a:m", "1");
        if (phase.equals("paused")) rig.client.pause();
        if (phase.equals("lingering")) {
            rig.net.last().text("receipt:1");
            subscription.unsubscribeAndWait();
        }
        rig.loop.advanceMillis(100);
        rig.client.close();
        rig.loop.advanceMillis(1_000); // for the goodbye
        rig.net.returnLost();
        rig.loop.run();
        assertThat(rig.loop.timers()).isZero();
        assertThat(rig.net.live()).isZero();
        assertThat(rig.net.connections).allMatch(c -> c.released);
        assertThat(rig.net.closed).isTrue();
    }

    @Test
    void drainWaitsForTheListenersAndForNoPeer() {
        ArrayDeque<Runnable> busy = new ArrayDeque<>();
        Rig rig = new Rig(true, new FakeProtocol(), s -> s.delivery = Delivery.on(busy::add));
        rig.subscribe("a", app);
        rig.accept().text("a:m", "1"); // and never answers a goodbye
        CompletableFuture<Boolean> drained = rig.client.drain(Duration.ofMinutes(1));
        rig.loop.advanceMillis(100);
        assertThat(drained).isNotDone();
        for (Runnable task = busy.poll(); task != null; task = busy.poll()) task.run();
        rig.loop.advanceMillis(10);
        assertThat(drained).isCompletedWithValue(true);
        assertThat(app.events).contains("m");
    }

    // ---- a device that sleeps: no timer runs meanwhile, and the clock has jumped when it wakes

    private static Rig asleep(boolean sends, Recorder app) {
        Rig rig = new Rig(
                sends,
                sends ? new FakeProtocol() : Plain.create(),
                s -> s.heartbeat = Heartbeat.every(Duration.ofSeconds(15)));
        rig.subscribe("a", app);
        rig.accept();
        rig.loop.advanceMillis(1_000);
        rig.loop.jump(Duration.ofHours(8));
        return rig;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterSleepAPeerThatIsGoneIsFoundWithinTheGrace(boolean sends) {
        Rig rig = asleep(sends, app);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        rig.loop.advanceMillis(10_000);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
        rig.loop.advanceMillis(500);
        rig.accept();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterSleepAPeerThatIsStillThereIsKept(boolean sends) {
        Rig rig = asleep(sends, app);
        assertThat(rig.net.last().sent.contains("<ping>")).isEqualTo(sends);
        rig.net.last().byteOnly();
        rig.loop.advanceMillis(14_000);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(rig.net.connections).hasSize(1);
    }

    @Test
    void anAttemptThatWasDueDuringSleepIsMadeOnWaking() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        for (long bound : new long[] {500, 1000, 2000, 4000, 8000, 16000, 1000}) {
            rig.net.last().refuse(RESET);
            rig.loop.advanceMillis(bound);
        }
        int before = rig.net.connections.size();
        rig.loop.jump(Duration.ofHours(8));
        assertThat(rig.net.connections).hasSize(before + 1);
        // One that slept in the middle of dialling is given up, and followed by another.
        rig.loop.jump(Duration.ofHours(8));
        rig.loop.advance(Duration.ofSeconds(30));
        assertThat(rig.net.connections).hasSize(before + 2);
    }

    @Test
    void whatWasSentBeforeSleepFailsByNameOnWaking() {
        Rig rig = shared();
        CompletableFuture<Receipt> receipt = rig.client.publish("a", "x");
        rig.loop.run();
        rig.accept();
        rig.loop.jump(Duration.ofHours(8));
        assertThat(receipt).isCompletedExceptionally();
        Throwable error = receipt.handle((value, failure) -> failure).join();
        assertThat(((CloseException) error).reason().kind()).isEqualTo(Kind.TIMEOUT);
    }

    // ---- apps that come and go

    @Test
    @Timeout(30)
    void whatTheMainThreadCallsWaitsForNothing() {
        Rig rig = shared(); // nothing is run: the loop is as busy as it can be
        Subscription subscription = rig.client.subscribe("a", app);
        rig.client.pause();
        rig.client.resume();
        rig.client.reconnectNow();
        CompletableFuture<Receipt> receipt = rig.client.publish("a", "x");
        assertThat(rig.client.diagnostics().toString()).isNotEmpty();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
        subscription.unsubscribeAndWait();
        rig.client.close();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        assertThat(rig.net.connections).isEmpty();
        assertThat(receipt).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPausedClientWakesNobody(boolean sends) {
        Rig rig = new Rig(sends, sends ? new FakeProtocol() : Plain.create(), s -> {});
        rig.subscribe("a", app);
        rig.accept();
        rig.client.pause();
        rig.loop.advanceMillis(1_000); // for the goodbye
        assertThat(rig.loop.timers()).isZero();
        assertThat(rig.net.live()).isZero();
        assertThat(rig.net.connections).allMatch(c -> c.released);
        rig.client.reconnectNow(); // a hint is not the end of a pause
        rig.loop.advance(Duration.ofDays(1));
        assertThat(rig.net.connections).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pauseAndResumeInOneBreathKeepOneConnectionAndRepeatNothing(boolean sends) {
        Rig rig = new Rig(sends, sends ? new FakeProtocol() : Plain.create(), s -> {});
        String prefix = sends ? "a:" : "";
        rig.subscribe("a", app);
        rig.accept().text(prefix + "one", "1");
        for (int i = 0; i < 10; i++) {
            rig.client.pause();
            rig.client.resume();
        }
        rig.loop.advanceMillis(1);
        rig.net.returnLost(); // so many at once that it waits for one to come back
        rig.loop.run();
        assertThat(rig.net.live()).isEqualTo(1);
        FakeConnection now = rig.accept();
        now.text(prefix + "one", "1"); // a server that begins too early
        now.text(prefix + "two", "2");
        rig.net.connections.get(0).text(prefix + "three", "3"); // of the one before
        rig.loop.run();
        app.assertNext("FRESH", "one", sends ? "RESUMED" : "UNKNOWN", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsubscribe", "pause", "close"})
    void leavingWhileItConnectsIsNotForgotten(String how) {
        Rig rig = new Rig();
        Subscription subscription = rig.subscribe("a", app);
        if (how.equals("unsubscribe")) subscription.unsubscribeAndWait();
        else if (how.equals("pause")) rig.client.pause();
        else rig.client.close();
        rig.loop.run();
        FakeConnection late = rig.accept();
        assertThat(late.cancelled).isTrue();
        assertThat(late.released).isTrue();
        rig.loop.advance(Duration.ofHours(1));
        assertThat(rig.net.connections).hasSize(1);
        assertThat(rig.loop.timers()).isZero();
        assertThat(app.events).doesNotContain("FRESH");
    }
}
