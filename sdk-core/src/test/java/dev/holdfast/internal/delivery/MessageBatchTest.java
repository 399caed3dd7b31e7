package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests several messages in one read on the reading thread. They bypass the queue without a visible difference. */
class MessageBatchTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();

    private static Rig rig(boolean shared, Consumer<ClientConfig> change) {
        WireProtocol protocol = shared ? new FakeProtocol() : Plain.create();
        return new Rig(shared, protocol, config -> {
            config.delivery = Delivery.direct();
            config.heartbeat = Heartbeat.off();
            change.accept(config);
        });
    }

    private static Rig rig() {
        return rig(false, config -> {});
    }

    @Test
    void aReadIsDeliveredWholeAndInOrderBeforeTheNext() {
        Rig rig = rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.assertNext("FRESH");
        connection.texts("1", "2", "3");
        app.assertNext("1", "2", "3");
        assertThat(subscription.cursor()).isEqualTo("3");
        assertThat(subscription.stats().received()).isEqualTo(3);
        assertThat(subscription.stats().handled()).isEqualTo(3);
        assertThat(subscription.stats().bytes()).isEqualTo(3);
    }

    @Test
    void insideACallbackFiguresAndPositionAreThoseOfAQueue() {
        Rig rig = rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        List<String> seen = new ArrayList<>();
        app.inMessage = () -> {
            SubscriptionStats stats = subscription.stats();
            seen.add(subscription.cursor() + " " + stats.received() + " " + stats.handled() + " " + stats.queued());
        };
        connection.texts("1", "2", "3");
        assertThat(seen).containsExactly("null 3 0 2", "1 3 1 1", "2 3 2 0");
    }

    @Test
    void nothingComesAfterUnsubscribeInsideACallback() {
        Rig rig = rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.inMessage = () -> {
            if (app.events.contains("2")) subscription.unsubscribeAndWait();
        };
        connection.texts("1", "2", "3", "4");
        app.assertNext("FRESH", "1", "2");
        assertThat(subscription.stats().handled()).isEqualTo(2);
        assertThat(subscription.stats().discarded()).isEqualTo(2);
        assertThat(subscription.stats().queued()).isZero();
        assertThat(subscription.cursor()).isEqualTo("2");
    }

    @Test
    void closeInsideACallbackThrowsTheRestAwayAndSaysSo() {
        Rig rig = rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.inMessage = () -> {
            rig.client.close();
            rig.loop.run();
        };
        connection.texts("1", "2", "3");
        rig.loop.run();
        app.assertNext("FRESH", "1", "ended CLOSED");
        assertThat(subscription.stats().handled()).isEqualTo(1);
        assertThat(subscription.stats().discarded()).isEqualTo(2);
    }

    @Test
    void aThrowingListenerLosesOnlyItsOwnMessage() {
        Rig rig = rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.inMessage = () -> {
            throw new IllegalStateException("boom");
        };
        connection.texts("1", "2");
        app.assertNext("FRESH", "1", "error boom", "2", "error boom");
        assertThat(subscription.stats().handled()).isEqualTo(2);
        assertThat(subscription.stats().errors()).isEqualTo(2);
    }

    @Test
    void wordsBetweenMessagesKeepTheirPlaces() {
        Rig rig = rig(true, config -> {});
        rig.subscribe("a", app);
        Recorder other = new Recorder();
        rig.subscribe("b", other);
        FakeConnection connection = rig.accept();
        connection.says(sink -> {
            for (String text : new String[] {"a:1", "b:1", "b:2", "end:b", "a:2", "a:3"}) {
                sink.onFrame(Frame.text(text));
            }
        });
        rig.loop.run();
        app.assertNext("FRESH", "1", "2", "3");
        other.assertNext("FRESH", "1", "2", "ended SERVER");
    }

    @Test
    void whatComesTwiceAfterAResumeIsFoundInTheMiddleOfARead() {
        Rig rig = rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.texts("1", "2", "3");
        connection.drop(RESET);
        rig.loop.advanceMillis(500);
        FakeConnection second = rig.net.last();
        second.headers.put("Last-Event-ID", "3");
        rig.accept();
        app.assertNext("FRESH", "1", "2", "3", "RESUMED");
        second.texts("2", "3", "4", "5");
        app.assertNext("4", "5");
        assertThat(subscription.stats().duplicates()).isEqualTo(2);
        assertThat(subscription.cursor()).isEqualTo("5");
    }

    @Test
    void whatTheQueueCouldNotHoldGoesThroughIt() {
        Rig rig = rig(false, config -> config.limits = Limits.defaults().withQueue(2, 1024));
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.texts("1", "2", "3", "4", "5");
        app.assertNext("FRESH", "1", "2", "3", "4", "5");
        assertThat(subscription.stats().dropped()).isZero();
    }

    @Test
    void aReadLargerThanTheQueueIsNoReasonToDrop() {
        Rig rig = rig(false, config -> config.limits = Limits.defaults().withQueue(2, 1024));
        RealSubscription subscription =
                rig.subscribe(SubscriptionOptions.text("a").withOverflow(Overflow.dropOldest()), app);
        FakeConnection connection = rig.accept();
        connection.texts("1", "2", "3", "4", "5");
        app.assertNext("FRESH", "1", "2", "3", "4", "5");
        assertThat(subscription.stats().dropped()).isZero();
    }

    @Test
    void moreThanAHandfulKeepsItsOrder() {
        Rig rig = rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        String[] texts = IntStream.range(0, 1000).mapToObj(String::valueOf).toArray(String[]::new);
        connection.texts(texts);
        assertThat(app.events.remove(0)).isEqualTo("FRESH");
        app.assertNext(texts);
        assertThat(subscription.stats().handled()).isEqualTo(1000);
        assertThat(subscription.cursor()).isEqualTo("999");
    }

    @Test
    void messagesBeforeTheEndOfTheConnectionAreDelivered() {
        Rig rig = rig();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.says(sink -> {
            sink.onFrame(Frame.text("1"));
            sink.onFrame(Frame.text("2"));
            sink.onClose(RESET);
        });
        app.assertNext("FRESH", "1", "2");
    }
}
