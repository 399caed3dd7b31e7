package dev.holdfast.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ClientStats;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.Continuity;
import dev.holdfast.Delivery;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Monitor;
import dev.holdfast.Overflow;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a monitor hears, what it cannot spoil, and the counters of a client. */
class MonitorTest {
    private final List<String> heard = new ArrayList<>();
    private boolean throwing;

    private final Monitor monitor = new Monitor() {
        private void hear(String what) {
            heard.add(what);
            if (throwing) throw new IllegalStateException("monitor");
        }

        @Override
        public void onStarted(RealtimeClient client) {
            hear("started");
        }

        @Override
        public void onClosed(RealtimeClient client) {
            hear("closed");
        }

        @Override
        public void onConnectionEvent(ConnectionEvent event) {
            hear(event.current() + " " + event.connection() + " " + event.attemptName());
        }

        @Override
        public void onSubscribed(Subscription subscription, Continuity continuity) {
            hear(subscription.topic() + " " + continuity);
        }

        @Override
        public void onHandled(Subscription subscription, long nanos) {
            hear(subscription.topic() + " handled in " + Duration.ofNanos(nanos).toMillis());
        }

        @Override
        public void onDropped(Subscription subscription, DroppedMessages dropped) {
            hear(subscription.topic() + " dropped " + dropped.messages());
        }

        @Override
        public void onError(Subscription subscription, Throwable error) {
            hear(subscription.topic() + " error " + error.getMessage());
        }

        @Override
        public void onEnded(Subscription subscription, CloseReason reason) {
            hear(subscription.topic() + " ended " + reason.kind());
        }

        @Override
        public void onRoundTrip(String connection, long nanos) {
            hear(connection + " answered in " + Duration.ofNanos(nanos).toMillis());
        }
    };

    private final Recorder app = new Recorder();
    private Rig rig = rig(false);

    private Rig rig(boolean sends) {
        heard.clear();
        return new Rig(sends, Plain.create(), config -> {
            config.monitors = List.of(monitor);
            config.delivery = Delivery.direct();
            config.heartbeat = Heartbeat.every(Duration.ofSeconds(10));
            config.limits = Limits.defaults().withQueue(2, 1 << 20);
            config.attemptHeader = "X-Attempt";
        });
    }

    private void next(String... expected) {
        assertThat(heard).containsExactly(expected);
        heard.clear();
    }

    @Test
    void itHearsOfALifeFromItsBeginningToItsEnd() {
        next("started");
        rig.subscribe("a", app);
        FakeConnection first = rig.accept();
        assertThat(first.target.headers()).containsEntry("X-Attempt", "c-1.1");
        next("CONNECTING c-1 c-1.1", "a FRESH", "CONNECTED c-1 c-1.1");
        app.inMessage = () -> rig.loop.advanceMillis(7);
        first.texts("1");
        rig.loop.run();
        next("a handled in 7");
        first.drop(CloseReason.retryable(CloseReason.Kind.NETWORK, "gone"));
        rig.loop.run();
        next("RECONNECTING c-1 c-1.1");
        rig.loop.advanceMillis(500);
        next("RECONNECTING c-1 c-1.2");
        assertThat(rig.accept().target.headers()).containsEntry("X-Attempt", "c-1.2");
        next("a UNKNOWN", "CONNECTED c-1 c-1.2");
        rig.client.close();
        rig.loop.run();
        assertThat(heard).contains("a ended CLOSED", "CLOSED c-1 c-1.2");
        assertThat(heard).endsWith("closed").containsOnlyOnce("closed");
    }

    @Test
    void sessionsHaveNamesOfTheirOwn() {
        rig.subscribe("a", app);
        rig.subscribe("b", app);
        assertThat(heard).contains("CONNECTING c-1 c-1.1", "CONNECTING c-2 c-2.1");
    }

    @Test
    void itHearsOfWhatGoesWrong() {
        rig.client.subscribe(
                SubscriptionOptions.text("a")
                        .withOverflow(Overflow.dropNewest())
                        .withDemand(),
                app);
        rig.loop.run();
        FakeConnection connection = rig.accept();
        heard.clear();
        connection.texts("1", "2", "3");
        rig.loop.run();
        rig.client.subscribe(SubscriptionOptions.of("b", Integer.class), app);
        rig.loop.run();
        rig.accept().texts("what");
        rig.loop.run();
        assertThat(heard).anyMatch(word -> word.startsWith("b error "));
        assertThat(heard).anyMatch(word -> word.startsWith("b handled"));
    }

    @Test
    void itHearsHowLongAnAnswerTook() {
        rig = rig(true);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(10_000);
        rig.loop.advanceMillis(42);
        connection.pong();
        rig.loop.run();
        assertThat(heard).contains("c-1 answered in 42");
    }

    @Test
    void aPongThatAnswersNoPingIsNoRoundTrip() {
        rig = rig(true);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.says(sink -> sink.onPong(new byte[0]));
        rig.loop.advanceMillis(15_000);
        byte[] first = connection.pinged;
        connection.says(sink -> sink.onPong(new byte[0]));
        rig.loop.advanceMillis(15_000);
        connection.says(sink -> sink.onPong(first));
        rig.loop.run();
        assertThat(heard).noneMatch(word -> word.contains("answered"));
        connection.pong();
        connection.pong();
        rig.loop.run();
        assertThat(heard).filteredOn(word -> word.contains("answered")).hasSize(1);
        app.events.clear();
    }

    @Test
    void whatItThrowsIsCountedAndHarmsNobody() {
        throwing = true;
        rig = rig(false);
        rig.subscribe("a", app);
        rig.accept().texts("1");
        rig.loop.run();
        app.assertNext("FRESH", "1");
        assertThat(rig.client.diagnostics().toString()).contains("monitors and watchers threw 5 times", "monitor");
    }

    @Test
    void countersStayWhenSubscriptionsAreOver() {
        for (int i = 0; i < 200; i++) {
            RealSubscription subscription = rig.subscribe("a", app);
            rig.accept().texts("1", "2");
            rig.loop.run();
            subscription.unsubscribeAndWait();
            rig.loop.advanceMillis(10_000);
        }
        RealSubscription live = rig.subscribe("a", app);
        rig.accept().texts("3");
        rig.loop.run();
        ClientStats stats = rig.client.stats();
        assertThat(stats.totals().received()).isEqualTo(401);
        assertThat(stats.totals().handled()).isEqualTo(401);
        assertThat(stats.totals().subscribes()).isEqualTo(201);
        assertThat(stats.attempts()).isEqualTo(201);
        assertThat(stats.openConnections()).isEqualTo(1);
        assertThat(stats.subscriptions()).isEqualTo(1);
        assertThat(live.stats().received()).isEqualTo(1);
        rig.client.close();
        rig.loop.run();
        assertThat(rig.client.stats().openConnections()).isZero();
        assertThat(rig.client.stats().subscriptions()).isZero();
        assertThat(rig.client.stats().totals().received()).isEqualTo(401);
    }
}
