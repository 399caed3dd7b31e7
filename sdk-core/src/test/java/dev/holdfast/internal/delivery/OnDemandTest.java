package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseReason;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests subscriptions whose app requests a number of messages. */
class OnDemandTest {
    private final Recorder app = new Recorder();
    private Rig rig = rig(Delivery.background());

    private static Rig rig(Delivery delivery) {
        return new Rig(false, Plain.create(), config -> {
            config.delivery = delivery;
            config.heartbeat = Heartbeat.off();
            config.limits = Limits.defaults().withQueue(4, 1 << 20);
        });
    }

    private static SubscriptionOptions<String> request() {
        return SubscriptionOptions.text("a").withDemand();
    }

    private void request(RealSubscription subscription, long messages) {
        subscription.request(messages);
        rig.loop.run();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingComesThatWasNotAskedForAndEverythingThatWas(boolean direct) {
        rig = rig(direct ? Delivery.direct() : Delivery.background());
        RealSubscription subscription = rig.subscribe(request(), app);
        FakeConnection connection = rig.accept();
        connection.texts("1", "2", "3");
        rig.loop.run();
        app.assertNext("FRESH");
        request(subscription, 1);
        app.assertNext("1");
        request(subscription, 3);
        app.assertNext("2", "3");
        connection.texts("4");
        rig.loop.run();
        app.assertNext("4");
        connection.texts("5");
        rig.loop.run();
        app.assertNext();
    }

    @Test
    void whatIsAskedForAddsUpWithoutEnd() {
        RealSubscription subscription = rig.subscribe(request(), app);
        FakeConnection connection = rig.accept();
        request(subscription, 1);
        request(subscription, Long.MAX_VALUE);
        request(subscription, Long.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            connection.texts("" + i);
            rig.loop.run();
        }
        assertThat(app.events).hasSize(11).endsWith("9");
    }

    @Test
    void aListenerAsksForMoreInItsCallback() {
        RealSubscription subscription = rig.subscribe(request(), app);
        FakeConnection connection = rig.accept();
        app.inMessage = () -> subscription.request(1);
        connection.texts("1", "2", "3");
        rig.loop.run();
        request(subscription, 1);
        app.assertNext("FRESH", "1", "2", "3");
    }

    @Test
    void theEndComesBehindWhatIsStillToBeAskedFor() {
        RealSubscription subscription = rig.subscribe(request(), app);
        FakeConnection connection = rig.accept();
        connection.texts("1");
        connection.drop(CloseReason.fatal(CloseReason.Kind.HTTP_STATUS, "gone").withCode(410));
        rig.loop.run();
        app.assertNext("FRESH");
        request(subscription, 1);
        app.assertNext("1", "ended HTTP_STATUS");
    }

    @Test
    void whatCannotBeDecodedIsToldAndDoesNotCount() {
        RealSubscription subscription =
                rig.subscribe(SubscriptionOptions.of("a", Integer.class).withDemand(), app);
        rig.accept().texts("what", "2", "3");
        rig.loop.run();
        request(subscription, 1);
        assertThat(app.events).hasSize(3).endsWith("2");
        assertThat(app.events.get(1)).startsWith("error ");
    }

    @Test
    void whatIsNotAskedForIsShedByThePolicyAndTold() {
        RealSubscription subscription = rig.subscribe(request().withOverflow(Overflow.dropOldest()), app);
        rig.accept().texts("1", "2", "3", "4", "5", "6");
        rig.loop.run();
        request(subscription, 4);
        assertThat(app.events).containsExactly("FRESH", "3", "4", "dropped 2", "5", "6");
    }

    @Test
    void withoutDemandAFullQueueHoldsTheServerBack() {
        RealSubscription subscription = rig.subscribe(request(), app);
        FakeConnection connection = rig.accept();
        Thread pump = new Thread(() -> connection.texts("1", "2", "3", "4", "5", "6"));
        pump.start();
        while (pump.getState() != Thread.State.WAITING) Thread.onSpinWait();
        assertThat(subscription.stats().queued()).isEqualTo(4);
        while (pump.isAlive()) request(subscription, 1);
        request(subscription, 6);
        app.assertNext("FRESH", "1", "2", "3", "4", "5", "6");
    }

    @Test
    void fewerThanOneAndWhoDidNotSaySoAreRefused() {
        RealSubscription subscription = rig.subscribe(request(), app);
        assertThatThrownBy(() -> subscription.request(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages is 0: request 1 or more");
        RealSubscription other = rig.subscribe("b", app);
        assertThatThrownBy(() -> other.request(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SubscriptionOptions.withDemand()");
    }
}
