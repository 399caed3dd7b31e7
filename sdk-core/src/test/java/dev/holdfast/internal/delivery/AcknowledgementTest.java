package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Delivery;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests when a message counts as handled, which decides where a later process resumes. */
class AcknowledgementTest {
    private final ArrayDeque<Runnable> busy = new ArrayDeque<>();
    private final List<Message<Object>> got = new ArrayList<>();
    private final List<DroppedMessages> dropped = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private Runnable inMessage = () -> {};

    private final SubscriptionListener<Object> app = new SubscriptionListener<Object>() {
        @Override
        public void onMessage(Message<Object> message) {
            got.add(message);
            inMessage.run();
        }

        @Override
        public void onDropped(DroppedMessages messages) {
            dropped.add(messages);
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }

        @Override
        public void onEnded(CloseReason reason) {}
    };

    private Rig rig(Delivery delivery, Limits limits) {
        return new Rig(false, Plain.create(), config -> {
            config.delivery = delivery;
            config.heartbeat = Heartbeat.off();
            config.limits = limits;
        });
    }

    private RealSubscription subscribe(Rig rig, SubscriptionOptions<?> options) {
        RealSubscription subscription = (RealSubscription) rig.client.subscribe(options, app);
        rig.loop.run();
        return subscription;
    }

    private static SubscriptionOptions<String> when(Acknowledgement when) {
        return SubscriptionOptions.text("a").withAcknowledgement(when);
    }

    private void listen(Rig rig) {
        rig.loop.run();
        for (Runnable task = busy.poll(); task != null; task = busy.poll()) {
            task.run();
            rig.loop.run();
        }
    }

    @Test
    void onReceiptThePositionMovesBeforeTheListenerHears() {
        Rig rig = rig(Delivery.on(busy::add), Limits.defaults());
        RealSubscription subscription = subscribe(rig, when(Acknowledgement.ON_RECEIPT));
        rig.accept().texts("1", "2");
        assertThat(got).isEmpty();
        assertThat(subscription.cursor()).isEqualTo("2");
        listen(rig);
        assertThat(subscription.cursor()).isEqualTo("2");
    }

    @Test
    void onReceiptHoldsForMessagesThatPassUnqueuedToo() {
        Rig rig = rig(Delivery.direct(), Limits.defaults());
        RealSubscription subscription = subscribe(rig, when(Acknowledgement.ON_RECEIPT));
        List<String> seen = new ArrayList<>();
        inMessage = () -> seen.add(subscription.cursor());
        rig.accept().texts("1", "2", "3");
        assertThat(seen).containsExactly("3", "3", "3");
    }

    @Test
    void onReturnIsTheDefaultAndMovesBehindEachCallback() {
        assertThat(SubscriptionOptions.text("a").acknowledgement()).isEqualTo(Acknowledgement.ON_RETURN);
        Rig rig = rig(Delivery.on(busy::add), Limits.defaults());
        RealSubscription subscription = subscribe(rig, SubscriptionOptions.text("a"));
        List<String> seen = new ArrayList<>();
        inMessage = () -> seen.add(subscription.cursor());
        rig.accept().texts("1", "2");
        listen(rig);
        assertThat(seen).containsExactly(null, "1");
        assertThat(subscription.cursor()).isEqualTo("2");
        got.get(0).ack(); // does nothing
        assertThat(subscription.cursor()).isEqualTo("2");
    }

    @Test
    void manuallyThePositionMovesBehindTheLongestRun() {
        for (Delivery delivery : new Delivery[] {Delivery.direct(), Delivery.on(busy::add)}) {
            got.clear();
            Rig rig = rig(delivery, Limits.defaults());
            RealSubscription subscription = subscribe(rig, when(Acknowledgement.MANUAL));
            rig.accept().texts("1", "2", "3", "4");
            listen(rig);
            assertThat(subscription.cursor()).isNull();
            got.get(1).ack();
            got.get(3).ack();
            assertThat(subscription.cursor()).isNull();
            got.get(0).ack();
            assertThat(subscription.cursor()).isEqualTo("2");
            got.get(0).ack();
            assertThat(subscription.cursor()).isEqualTo("2");
            got.get(2).ack();
            assertThat(subscription.cursor()).isEqualTo("4");
            assertThat(subscription.stats().handled()).isEqualTo(4);
        }
    }

    @Test
    void aBarePositionWaitsForTheMessagesBeforeIt() {
        Rig rig = rig(Delivery.on(busy::add), Limits.defaults());
        RealSubscription subscription = subscribe(rig, when(Acknowledgement.MANUAL));
        FakeConnection connection = rig.accept();
        connection.texts("1");
        connection.frame(new Frame().setEmpty(null, "1b"));
        listen(rig);
        assertThat(subscription.cursor()).isNull();
        connection.frame(new Frame().setEmpty(null, "1c"));
        got.get(0).ack();
        assertThat(subscription.cursor()).isEqualTo("1c");
        connection.frame(new Frame().setEmpty(null, "1d"));
        assertThat(subscription.cursor()).isEqualTo("1d");
    }

    @Test
    void aReconnectGoesOnBehindWhatIsQueuedNotBehindWhatIsAcknowledged() {
        Rig rig = rig(Delivery.on(busy::add), Limits.defaults());
        RealSubscription subscription = subscribe(rig, when(Acknowledgement.MANUAL));
        FakeConnection connection = rig.accept();
        connection.texts("1", "2");
        listen(rig);
        got.get(0).ack();
        connection.drop(CloseReason.retryable(Kind.NETWORK, "reset"));
        rig.loop.advanceMillis(500);
        rig.accept();
        assertThat(rig.net.last().target.headers()).containsEntry("Last-Event-ID", "2");
        assertThat(subscription.cursor()).isEqualTo("1");
        got.get(1).ack(); // a message of a link that is gone
        assertThat(subscription.cursor()).isEqualTo("2");
    }

    @Test
    void whatIsNotAcknowledgedTakesUpRoom() {
        Rig rig = rig(Delivery.direct(), Limits.defaults().withQueue(2, 1 << 20));
        RealSubscription subscription =
                subscribe(rig, when(Acknowledgement.MANUAL).withOverflow(Overflow.dropNewest()));
        FakeConnection connection = rig.accept();
        connection.texts("1", "2", "3", "4");
        assertThat(got).hasSize(2);
        assertThat(subscription.stats().dropped()).isEqualTo(2);
        got.get(0).ack();
        connection.texts("5");
        assertThat(got.get(2).text()).isEqualTo("5");
        got.get(1).ack();
        got.get(2).ack();
        assertThat(subscription.cursor()).isEqualTo("5");
    }

    @Test
    void dropsAreToldThoughAllRoomIsHandedOut() {
        for (Delivery delivery : new Delivery[] {Delivery.direct(), Delivery.on(busy::add)}) {
            got.clear();
            dropped.clear();
            Rig rig = rig(delivery, Limits.defaults().withQueue(2, 1 << 20));
            subscribe(rig, when(Acknowledgement.MANUAL).withOverflow(Overflow.dropNewest()));
            FakeConnection connection = rig.accept();
            connection.texts("1", "2");
            listen(rig);
            assertThat(dropped).isEmpty();
            connection.texts("3", "4");
            listen(rig);
            assertThat(dropped).extracting(DroppedMessages::messages).containsExactly(2L);
        }
    }

    @Test
    void anAcknowledgementMakesRoomOnASharedConnection() {
        Rig rig = new Rig(true, new FakeProtocol(), config -> {
            config.heartbeat = Heartbeat.off();
            config.limits = Limits.defaults().withQueue(2, 1 << 20);
        });
        RealSubscription subscription = subscribe(rig, when(Acknowledgement.MANUAL));
        FakeConnection connection = rig.accept();
        for (int i = 1; i <= 3; i++) {
            connection.frame(new Frame().setText("a:" + i, null, "" + i, 3));
            rig.loop.run();
        }
        assertThat(got).hasSize(2);
        assertThat(connection.sent).contains("unsub a");
        got.get(0).ack();
        rig.loop.run();
        assertThat(connection.sent).endsWith("sub a@2");
        assertThat(subscription.cursor()).isEqualTo("1");
    }

    @Test
    void acknowledgingAfterUnsubscribeStillCounts() {
        Rig rig = rig(Delivery.direct(), Limits.defaults());
        RealSubscription subscription = subscribe(rig, when(Acknowledgement.MANUAL));
        rig.accept().texts("1");
        subscription.unsubscribeAndWait();
        got.get(0).ack();
        assertThat(subscription.cursor()).isEqualTo("1");
    }

    @Test
    void aMessageThatCannotBeDecodedIsNotWaitedFor() {
        Rig rig = rig(Delivery.direct(), Limits.defaults().withQueue(2, 1 << 20));
        RealSubscription subscription = subscribe(
                rig,
                SubscriptionOptions.of("a", Integer.class)
                        .withAcknowledgement(Acknowledgement.MANUAL)
                        .withOverflow(Overflow.fail()));
        FakeConnection connection = rig.accept();
        for (String text : new String[] {"what", "even", "3"}) connection.texts(text);
        assertThat(errors).hasSize(2);
        assertThat(got).hasSize(1);
        assertThat(subscription.cursor()).isEqualTo("even");
        got.get(0).ack();
        assertThat(subscription.cursor()).isEqualTo("3");
    }
}
