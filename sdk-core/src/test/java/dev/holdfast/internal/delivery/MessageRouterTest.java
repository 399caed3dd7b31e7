package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Tests reads for several mailboxes, and events between messages that wait. */
class MessageRouterTest {
    private static Rig rig(boolean shared, Delivery delivery) {
        return new Rig(shared, shared ? new FakeProtocol() : Plain.create(), config -> config.delivery = delivery);
    }

    @Test
    void oneReadForManyTopicsReachesAllOfThem() {
        for (Delivery delivery : new Delivery[] {Delivery.direct(), Delivery.background()}) {
            Rig rig = rig(true, delivery);
            Recorder[] apps = {new Recorder(), new Recorder(), new Recorder(), new Recorder()};
            for (int i = 0; i < apps.length; i++) rig.subscribe("t" + i, apps[i]);
            FakeConnection connection = rig.accept();
            for (Recorder app : apps) app.assertNext("FRESH");
            for (int round = 0; round < 3; round++) {
                connection.texts("t0:a", "t1:b", "t2:c", "t3:d", "t1:e", "t1:f", "t0:g");
                rig.loop.run();
                apps[0].assertNext("a", "g");
                apps[1].assertNext("b", "e", "f");
                apps[2].assertNext("c");
                apps[3].assertNext("d");
                connection.texts("t2:alone");
                rig.loop.run();
                apps[2].assertNext("alone");
            }
        }
    }

    @Test
    void whatIsKeyedKeepsItsOrderWithWordsAndPositions() {
        for (Delivery delivery : new Delivery[] {Delivery.direct(), Delivery.background()}) {
            Rig rig = rig(false, delivery);
            Recorder app = new Recorder();
            RealSubscription a = rig.subscribe(
                    SubscriptionOptions.text("a").withOverflow(Overflow.latest(message -> message.data())), app);
            FakeConnection connection = rig.accept();
            app.assertNext("FRESH");
            connection.says(sink -> {
                sink.onFrame(new Frame().setText("one", null, "1", 3));
                sink.onFrame(new Frame().setEmpty(null, "2"));
                sink.onFrame(new Frame().setText("two", null, null, 3));
                sink.onFrame(new Frame().setText("three", null, null, 5));
                sink.onFrame(new Frame().setEmpty(null, "4"));
            });
            rig.loop.run();
            app.assertNext("one", "two", "three");
            assertThat(a.cursor()).isEqualTo("4");
            assertThat(a.stats().received()).isEqualTo(3);
        }
    }

    @Test
    void aPositionBehindAMessageOfTheSameReadIsTheLast() {
        for (Delivery delivery : new Delivery[] {Delivery.direct(), Delivery.background()}) {
            Rig rig = rig(false, delivery);
            RealSubscription a = rig.subscribe("a", new Recorder());
            FakeConnection connection = rig.accept();
            connection.says(sink -> {
                sink.onFrame(new Frame().setText("one", null, "1", 3));
                sink.onFrame(new Frame().setEmpty(null, "2"));
            });
            rig.loop.run();
            assertThat(a.cursor()).isEqualTo("2");
            assertThat(a.mailbox().attach(a).cursor()).isEqualTo("2");
        }
    }

    @Test
    void aPumpWithoutRoomWaitsAndDoesNotSpin() throws InterruptedException {
        ArrayDeque<Runnable> busy = new ArrayDeque<>();
        Rig rig = new Rig(false, Plain.create(), config -> {
            config.delivery = Delivery.on(busy::add);
            config.limits = Limits.defaults().withQueue(1, 1000);
        });
        rig.client.removeConnectionListener(rig.connection);
        Recorder app = new Recorder();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("one");
        Thread pump = new Thread(() -> connection.text("two"));
        pump.start();
        while (pump.getState() != Thread.State.WAITING && pump.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        assertThat(pump.getState()).isEqualTo(Thread.State.WAITING);
        busy.remove().run();
        pump.join();
        rig.loop.run();
        while (!busy.isEmpty()) busy.remove().run();
        app.assertNext("FRESH", "one", "two");
    }

    @Test
    void silenceThatNobodyCanProbeMayLastAMinute() {
        Rig rig = new Rig();
        rig.subscribe("a", new Recorder());
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(59_999);
        assertThat(connection.abandoned).isFalse();
        rig.loop.advanceMillis(1);
        assertThat(connection.abandoned).isTrue();
    }
}
