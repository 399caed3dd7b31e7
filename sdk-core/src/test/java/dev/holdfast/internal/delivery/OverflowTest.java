package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the overflow policies of a full queue other than blocking and dropping the oldest or newest. */
class OverflowTest {
    private final Recorder app = new Recorder();
    private final ArrayDeque<Runnable> busy = new ArrayDeque<>();

    private Rig rig(boolean shared, int queue) {
        return new Rig(shared, shared ? new FakeProtocol() : Plain.create(), config -> {
            config.delivery = Delivery.on(busy::add);
            config.heartbeat = Heartbeat.off();
            config.limits = Limits.defaults().withQueue(queue, 1 << 20);
        });
    }

    private void listen(Rig rig) {
        rig.loop.run();
        for (Runnable task = busy.poll(); task != null; task = busy.poll()) {
            task.run();
            rig.loop.run();
        }
    }

    /** Returns options that keep the latest message per key. Messages are {@code key=value}. */
    private static SubscriptionOptions<String> latest() {
        return SubscriptionOptions.text("a")
                .withOverflow(Overflow.latest(message -> message.text().split("=", 2)[0]));
    }

    @Test
    void aWaitingMessageGivesWayToTheNextOfItsKey() {
        Rig rig = rig(false, 100);
        RealSubscription subscription = rig.subscribe(latest(), app);
        FakeConnection connection = rig.accept();
        connection.texts("x=1", "y=1", "x=2", "x=3", "z=1", "y=2");
        listen(rig);
        app.assertNext("FRESH", "x=3", "z=1", "y=2", "dropped 3");
        assertThat(subscription.stats().received()).isEqualTo(6);
        assertThat(subscription.stats().handled()).isEqualTo(3);
        assertThat(subscription.stats().dropped()).isEqualTo(3);
        assertThat(subscription.cursor()).isEqualTo("y=2");
        connection.texts("x=4");
        listen(rig);
        app.assertNext("x=4");
    }

    @Test
    void withMoreKeysThanRoomTheOldestGoes() {
        Rig rig = rig(false, 2);
        RealSubscription subscription = rig.subscribe(latest(), app);
        FakeConnection connection = rig.accept();
        connection.texts("x=1", "y=1", "z=1", "y=2", "w=1");
        listen(rig);
        app.assertNext("FRESH", "y=2", "w=1", "dropped 3");
        assertThat(subscription.stats().dropped()).isEqualTo(3);
    }

    @Test
    void aFloodOfOneKeyTakesNoMoreMemoryThanItsLastMessage() {
        Rig rig = rig(false, 1000);
        RealSubscription subscription = rig.subscribe(latest(), app);
        FakeConnection connection = rig.accept();
        connection.texts("y=1");
        connection.texts(IntStream.range(0, 5000).mapToObj(i -> "x=" + i).toArray(String[]::new));
        assertThat(subscription.stats().queued()).isEqualTo(2);
        listen(rig);
        app.assertNext("FRESH", "y=1", "x=4999", "dropped 4999");
    }

    private Rig direct(boolean shared, int queue) {
        return new Rig(shared, shared ? new FakeProtocol() : Plain.create(), config -> {
            config.delivery = Delivery.direct();
            config.limits = Limits.defaults().withQueue(queue, 1 << 20);
        });
    }

    @Test
    void onTheReadingThreadTheLatestOfEachReadIsHeard() {
        for (int queue : new int[] {1, 100}) {
            Rig rig = direct(false, queue);
            RealSubscription subscription = rig.subscribe(latest(), app);
            FakeConnection connection = rig.accept();
            connection.texts("x=1", "x=2", "x=3");
            connection.texts("x=4", "x=5");
            app.assertNext("FRESH", "x=3", "dropped 2", "x=5", "dropped 1");
            assertThat(subscription.stats().dropped()).isEqualTo(3);
        }
    }

    @Test
    void onTheReadingThreadTheLatestBeforeAFailureIsHeard() {
        Rig rig = direct(true, 100);
        rig.subscribe(latest(), app);
        rig.accept().texts("a:x=1", "a:x=2", "beat:no number", "a:x=3");
        app.assertNext("FRESH", "x=2", "dropped 1");
    }

    @Test
    void aKeyFunctionThatFailsIsToldAndReplacesNothing() {
        Rig rig = rig(false, 100);
        RealSubscription subscription = rig.subscribe(
                SubscriptionOptions.text("a").withOverflow(Overflow.latest(message -> {
                    throw new IllegalStateException("no key");
                })),
                app);
        FakeConnection connection = rig.accept();
        connection.texts("x=1", "x=2");
        listen(rig);
        assertThat(app.events).containsSubsequence("FRESH", "x=1", "x=2").contains("error no key");
        assertThat(subscription.stats().errors()).isEqualTo(2);
        assertThat(subscription.stats().dropped()).isZero();
    }

    @Test
    void theKeyIsAskedForWithoutALock() {
        Rig rig = rig(false, 100);
        List<RealSubscription> held = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        // Both would block forever or fail if a lock of the subscription or its link were held.
        held.add(rig.subscribe(
                SubscriptionOptions.text("a").withOverflow(Overflow.latest(message -> {
                    seen.add(held.get(0).state() + " " + held.get(0).stats().received());
                    rig.onLoop(() -> rig.net.last().link.converse(c -> seen.add("talked")));
                    return message.text();
                })),
                app));
        rig.accept().texts("1");
        assertThat(seen).containsExactly("SUBSCRIBED 0", "talked");
    }

    @Test
    void latestOnASharedConnectionLeavesOtherTopicsAlone() {
        Rig rig = rig(true, 2);
        rig.subscribe(latest(), app);
        Recorder other = new Recorder();
        rig.subscribe("b", other);
        FakeConnection connection = rig.accept();
        connection.text("a:x=1");
        connection.text("b:1");
        connection.text("a:x=2");
        connection.text("a:y=1");
        connection.text("a:z=1");
        listen(rig);
        app.assertNext("FRESH", "y=1", "z=1", "dropped 2");
        other.assertNext("FRESH", "1");
        assertThat(rig.net.connections).hasSize(1);
    }

    @Test
    void failEndsTheSubscriptionAfterWhatIsQueued() {
        for (boolean shared : new boolean[] {false, true}) {
            Rig rig = rig(shared, 2);
            Recorder recorder = new Recorder();
            RealSubscription subscription =
                    rig.subscribe(SubscriptionOptions.text("a").withOverflow(Overflow.fail()), recorder);
            FakeConnection connection = rig.accept();
            for (int i = 1; i <= 4; i++) connection.text(shared ? "a:" + i : "" + i);
            listen(rig);
            recorder.assertNext("FRESH", "1", "2", "ended SLOW_CONSUMER");
            assertThat(recorder.ended.retryable()).isFalse();
            assertThat(subscription.stats().received()).isEqualTo(2);
        }
    }

    @Test
    void anOverflowThatIsHeardAfterItsLinkWasReplacedLeavesNobodyWaiting() {
        Rig rig = rig(false, 1);
        rig.subscribe(SubscriptionOptions.text("a").withOverflow(Overflow.fail()), app);
        FakeConnection connection = rig.accept();
        listen(rig);
        rig.client.reconnectNow();
        connection.texts("1", "2");
        listen(rig);
        assertThat(rig.net.last()).isNotSameAs(connection);
        rig.accept();
        assertThat(rig.net.last().target.headers()).containsEntry("Last-Event-ID", "1");
        listen(rig);
        app.assertNext("FRESH", "1", "UNKNOWN");
    }

    @Test
    void failSaysNothingWhileTheListenerKeepsUp() {
        Rig rig = rig(false, 2);
        rig.subscribe(SubscriptionOptions.text("a").withOverflow(Overflow.fail()), app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 10; i++) {
            connection.texts("1", "2");
            listen(rig);
        }
        assertThat(app.events).hasSize(21).doesNotContain("ended SLOW_CONSUMER");
        connection.drop(CloseReason.retryable(Kind.NETWORK, "reset"));
    }
}
