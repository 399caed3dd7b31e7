package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Continuity;
import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests delivery when the listener, the executor or the server misbehaves. */
class DeliveryPressureTest extends DeliveryFixture {
    @Test
    void aListenerQuickerThanTheWordOfItsFullQueueIsSubscribedAgain() {
        Rig rig = rig(true, Limits.defaults().withQueue(1, 1000));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        listen(rig);
        connection.text("a:m1", "1");
        // The queue is emptied after a message found it full and before the link leaves the topic.
        rig.loop.meanwhile = () -> busy.remove().run();
        connection.text("a:m2", "2");
        listen(rig);
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a", "sub a@1");
        connection.text("a:m2", "2");
        listen(rig);
        app.assertNext("FRESH", "m1", "RESUMED", "m2");
    }

    @Test
    void anExecutorThatThrowsAnythingEndsTheSubscriptionWithAReason() {
        Rig rig = new Rig(
                false,
                Plain.create(),
                s -> s.delivery = Delivery.on(task -> {
                    throw new IllegalStateException("toolkit not initialized");
                }));
        rig.subscribe("a", app);
        rig.accept();
        app.assertNext("ended SLOW_CONSUMER");
        assertThat(app.ended.cause()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStreamThatTheServerEndsForAWhileIsDialledAgain() {
        Rig rig = new Rig(false, HoldfastJson.create(), s -> {});
        rig.subscribe("a", app);
        rig.net.last().headers.put("Content-Type", "text/event-stream");
        FakeConnection connection = rig.accept();
        connection.text("{\"type\":\"subscribed\",\"continuity\":\"fresh\"}");
        connection.text("{\"type\":\"ended\",\"reason\":\"moved\",\"retry\":true,\"after\":2000}");
        rig.loop.run();
        assertThat(connection.cancelled).isTrue();
        rig.connection.assertNext("CONNECTING", "CONNECTED", "RECONNECTING in 2500");
        rig.loop.advanceMillis(2_500);
        assertThat(rig.net.connections).hasSize(2);
        app.assertNext("FRESH");
    }

    @Test
    void positionsBetweenShedMessagesDoNotPileUp() {
        MessageQueue queue = new MessageQueue(
                Overflow.Kind.DROP_OLDEST, Limits.defaults().withQueue(2, 1000), new UnackedMessages());
        for (int i = 0; i < 100; i++) {
            queue.add(new RealMessage("a", null, null, "m" + i, 3, 0));
            queue.add(new CursorMarker("p" + i));
        }
        int entries = 0;
        for (Object entry = queue.poll(); entry != null; entry = queue.poll()) entries++;
        assertThat(entries).isLessThanOrEqualTo(6); // one report of drops, two messages and their cursors
    }

    @Test
    void aServerThatSaysSubscribedAgainAndAgainFillsNoMemory() {
        Rig rig = rig(true, Limits.defaults());
        RealSubscription subscription = rig.subscribe("a", app);
        rig.accept();
        for (int i = 0; i < 100; i++) {
            subscription
                    .mailbox()
                    .subscriptionConfirmed(subscription.wire, i % 2 == 0 ? Continuity.GAP : Continuity.FRESH);
        }
        listen(rig);
        app.assertNext("FRESH");
    }

    @Test
    void reconnectsOfABlockedListenerDoNotPileUpEvents() {
        MessageQueue queue =
                new MessageQueue(Overflow.Kind.BLOCK, Limits.defaults().withQueue(2, 1000), new UnackedMessages());
        queue.add(new RealMessage("a", null, null, "m", 3, 0));
        for (int i = 0; i < 100; i++) {
            queue.add(Continuity.UNKNOWN);
            queue.add(new CursorMarker("p" + i));
            queue.add(i % 2 == 0 ? Continuity.GAP : Continuity.RESUMED);
        }
        List<Object> seen = new ArrayList<>();
        for (Object entry = queue.poll(); entry != null; entry = queue.poll()) seen.add(entry);
        assertThat(seen).hasSize(4).startsWith(seen.get(0), Continuity.GAP, Continuity.RESUMED);
        assertThat(((CursorMarker) seen.get(3)).id).isEqualTo("p99");
    }

    @Test
    void aBurstInOneReadLeavesTheTopicOfNoListenerThatKeepsUp() {
        for (Overflow overflow : new Overflow[] {Overflow.block(), Overflow.fail(), Overflow.dropNewest()}) {
            Rig rig = new Rig(true, new FakeProtocol(), config -> {
                config.delivery = Delivery.direct();
                config.limits = Limits.defaults().withQueue(2, 1000);
            });
            rig.subscribe(SubscriptionOptions.text("a").withOverflow(overflow), app);
            Recorder other = new Recorder();
            rig.subscribe(SubscriptionOptions.text("b").withOverflow(overflow), other);
            FakeConnection connection = rig.accept();
            connection.texts("a:1", "b:1", "a:2", "a:3", "a:4", "b:2", "b:3", "b:4", "a:5");
            rig.loop.run();
            app.assertNext("FRESH", "1", "2", "3", "4", "5");
            other.assertNext("FRESH", "1", "2", "3", "4");
            assertThat(connection.sent).containsExactly("sub a@null", "sub b@null");
        }
    }

    @Test
    void theServersEndDoesNotOvertakeABurstOfTheSameFrame() {
        Rig rig = new Rig(true, new FakeProtocol(), config -> {
            config.delivery = Delivery.direct();
            config.limits = Limits.defaults().withQueue(2, 1000);
        });
        rig.subscribe("a", app);
        app.inMessage = rig.loop::run; // as the loop's own thread would
        rig.accept().says(sink -> {
            for (String text : new String[] {"a:1", "a:2", "a:3", "a:4", "end:a"}) sink.onFrame(Frame.text(text));
        });
        rig.loop.run();
        app.assertNext("FRESH", "1", "2", "3", "4", "ended SERVER");
    }

    @Test
    void nothingIsHeardAfterUnsubscribeInACallbackThatThrows() {
        List<Throwable> unhandled = new ArrayList<>();
        for (Delivery delivery : new Delivery[] {Delivery.direct(), Delivery.background()}) {
            Rig rig = new Rig(false, Plain.create(), config -> {
                config.delivery = delivery;
                config.unhandledHandler = (subscription, cause) -> unhandled.add(cause);
            });
            RealSubscription subscription = rig.subscribe("a", app);
            app.inMessage = () -> {
                subscription.unsubscribe();
                throw new IllegalStateException("the last word");
            };
            rig.accept().text("one");
            rig.loop.run();
            app.assertNext("FRESH", "one");
            assertThat(subscription.stats().errors()).isEqualTo(1);
        }
        assertThat(unhandled).hasSize(2).allMatch(cause -> "the last word".equals(cause.getMessage()));
    }

    @Test
    void idsCountAsWhatTheyHold() {
        Rig rig = rig(false, Limits.defaults().withQueue(100, 1000));
        RealSubscription subscription =
                rig.subscribe(SubscriptionOptions.text("a").withOverflow(Overflow.dropNewest()), app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 10; i++) connection.text("x", i + "i".repeat(400));
        assertThat(subscription.stats().dropped()).isEqualTo(8);
        listen(rig);
        app.assertNext("FRESH", "dropped 8", "x", "x");
    }

    @Test
    void largePositionsBetweenMessagesCountAgainstTheQueue() {
        String large = "x".repeat(1000);
        for (Overflow overflow : new Overflow[] {Overflow.block(), Overflow.dropOldest(), Overflow.dropNewest()}) {
            MessageQueue queue = new MessageQueue(
                    overflow.kind(), Limits.defaults().withQueue(1_000, 10_000), new UnackedMessages());
            for (int i = 0; i < 1_000; i++) {
                if (!queue.add(new RealMessage("a", null, null, "m", 1, 0))) break;
                queue.add(new CursorMarker(large));
            }
            assertThat(queue.messages()).as("%s", overflow).isBetween(5, 11);
            while (queue.messages() > 0) queue.poll();
            queue.poll();
            assertThat(queue.isEmpty()).isTrue();
            assertThat(queue.isMoreThanHalfFull()).isFalse();
            for (int i = 0; i < 100; i++)
                assertThat(queue.add(new RealMessage("a", null, null, "m", 1, 0)))
                        .isTrue();
        }
    }
}
