package dev.holdfast.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The client's doors and the subscription's, as the app finds them. */
class ClientTest {
    private final Recorder app = new Recorder();
    private final ArrayDeque<Runnable> busy = new ArrayDeque<>();

    private Rig busyRig() {
        Rig rig = new Rig(false, Plain.create(), config -> {
            config.delivery = Delivery.on(busy::add);
            config.heartbeat = Heartbeat.off();
        });
        rig.client.removeConnectionListener(rig.connection);
        return rig;
    }

    @Test
    void connectionListenersRunOnTheAppsExecutorAsWell() {
        Rig rig = busyRig();
        rig.client.addConnectionListener(rig.connection);
        rig.subscribe("a", app);
        rig.accept();
        assertThat(rig.connection.events).isEmpty();
        assertThat(busy).hasSize(2); // one for the events in a row, one for the subscription
        busy.remove().run();
        assertThat(rig.connection.events).hasSize(2).first().asString().startsWith("CONNECTING");
        assertThat(app.events).isEmpty();
    }

    @Test
    void aBuilderIsDerivedByWhoMadeTheClient() {
        RealtimeClient.Builder builder = RealtimeClient.builder("https://test.example");
        Rig rig = new Rig();
        assertThat(new RealClient(rig.config, rig.runtime, rig.net, () -> builder).newBuilder())
                .isSameAs(builder);
    }

    @Test
    void aClosedClientTakesNoSubscription() {
        Rig rig = new Rig();
        rig.client.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> rig.client.subscribe("a", app))
                .withMessageContaining("build a new one");
        rig.loop.run();
        assertThat(rig.net.connections).isEmpty();
    }

    @Test
    void whatIsUnsubscribedAtOnceIsNotDialled() {
        Rig rig = new Rig(true, new FakeProtocol(), config -> {});
        rig.client.subscribe("a", app).unsubscribeAndWait();
        rig.loop.run();
        assertThat(rig.net.connections).isEmpty();
        assertThat(rig.client.diagnostics().lines()).hasSize(1);
    }

    @Test
    void aListenerThatWasRemovedHearsNothing() {
        Rig rig = new Rig();
        rig.client.removeConnectionListener(rig.connection);
        rig.subscribe("a", app);
        rig.accept();
        rig.connection.assertExhausted();
    }

    @Test
    void drainTakesFromNothingToAYear() {
        assertThat(new Rig().client.drain(Duration.ZERO)).isNotDone();
        assertThat(new Rig().client.drain(Duration.ofDays(365))).isNotDone();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rig().client.drain(Duration.ofDays(365).plusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rig().client.drain(Duration.ofNanos(-1)));
    }

    @Test
    void drainLeavesTheNetworkAndWaitsForListeners() {
        Rig rig = busyRig();
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("x");
        CompletableFuture<Boolean> drained = rig.client.drain(Duration.ofSeconds(5));
        rig.loop.run();
        assertThat(connection.cancelled).isTrue();
        rig.loop.advanceMillis(4_000);
        assertThat(drained).isNotDone();
        busy.remove().run();
        rig.loop.advanceMillis(10);
        assertThat(drained).isCompletedWithValue(true);
        assertThat(a.stats().handled()).isEqualTo(1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void drainGivesUpWhenItsTimeHasPassed() {
        Rig rig = busyRig();
        rig.subscribe("a", app);
        rig.accept().text("x");
        CompletableFuture<Boolean> drained = rig.client.drain(Duration.ofMillis(50));
        rig.loop.advanceMillis(49);
        assertThat(drained).isNotDone();
        rig.loop.advanceMillis(1);
        assertThat(drained).isCompletedWithValue(false);
    }

    @Test
    void theAppsExecutorIsGivenBackNowAndThen() {
        Rig rig = busyRig();
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 255; i++) connection.text("m");
        busy.remove().run(); // with the word on the connection 256 in all
        assertThat(app.events).hasSize(256);
        rig.loop.run();
        assertThat(busy).isEmpty();
        for (int i = 0; i < 300; i++) connection.text("m");
        rig.loop.run();
        busy.remove().run();
        assertThat(a.stats().handled()).isEqualTo(255 + 256);
        rig.loop.run();
        assertThat(busy).hasSize(1);
        busy.remove().run();
        assertThat(a.stats().handled()).isEqualTo(555);
        rig.loop.run();
        assertThat(busy).isEmpty();
    }

    @Test
    void dataIsWhatTheRequestAsksFor() throws Exception {
        Rig rig = new Rig();
        List<Message<?>> seen = new ArrayList<>();
        rig.client.subscribe(SubscriptionOptions.of("a", Integer.class), seen::add);
        rig.loop.run();
        rig.accept().text("42");
        rig.client.subscribe(SubscriptionOptions.text("b"), seen::add);
        rig.loop.run();
        FakeConnection b = rig.accept();
        b.frame(new Frame().setBinary("bytes".getBytes(UTF_8)));
        b.text("text");
        b.frame(new Frame().setBinary(new byte[] {(byte) 0xFF, 0}));
        rig.loop.run();
        assertThat(seen.remove(3).bytes()).as("no text at all").containsExactly(0xFF, 0);
        assertThat(seen).extracting(message -> (Object) message.data()).containsExactly(42, "bytes", "text");
        assertThat(seen.get(0).text()).isEqualTo("42");
        assertThat(seen.get(1).bytes()).isEqualTo("bytes".getBytes(UTF_8));
        assertThat(seen.get(2).bytes()).isEqualTo("text".getBytes(UTF_8));
        seen.get(2).ack(); // there is nothing to acknowledge
    }

    @Test
    void aFaultBesideTheListenerIsToldCountedAndShown() {
        Rig rig = new Rig();
        RealSubscription a = rig.subscribe("a", app);
        rig.accept();
        app.events.clear();
        assertThat(rig.client.diagnostics().toString())
                .contains("Subscription{a, SUBSCRIBED")
                .doesNotContain("last error");
        a.reportError(new IllegalStateException("beside"));
        rig.loop.run();
        app.assertNext("error beside");
        assertThat(a.stats().errors()).isEqualTo(1);
        assertThat(rig.client.diagnostics().toString()).contains("last error java.lang.IllegalStateException: beside");
    }

    @Test
    void directDeliveryOfWhatTheLoopSaysIsOnAWorkerAndNeverTheAppsThread() {
        Rig rig = new Rig(false, Plain.create(), config -> config.delivery = Delivery.direct());
        rig.subscribe("a", app);
        rig.net.last().refuse(CloseReason.fatal(Kind.HTTP_STATUS, "gone").withCode(410));
        app.assertExhausted(); // not yet: the loop hands it on
        rig.loop.run();
        app.assertNext("ended HTTP_STATUS");
    }

    @Test
    void aPositionThatIsFetchedWhileTheClientClosesEndsWithIt() {
        Rig rig = new Rig();
        RealSubscription a = (RealSubscription) rig.client.subscribe("a", app);
        rig.client.close();
        rig.loop.run();
        assertThat(a.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(rig.net.connections).isEmpty();
        app.assertNext("ended CLOSED");
    }

    @Test
    void oneConnectionForAllTopicsTakesNoHeadersOfOne() {
        Rig rig = new Rig(true, new FakeProtocol(), config -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> rig.client.subscribe(SubscriptionOptions.text("a").withHeader("X-Of-One", "topic"), app));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.client.subscribe(
                        SubscriptionOptions.text("a").withBody("POST", new byte[0], "text/plain"), app));
    }

    @Test
    void aTopicThatCannotBeReachedIsRefusedInSubscribe() {
        Rig rig = new Rig();
        assertThatIllegalArgumentException().isThrownBy(() -> rig.client.subscribe("/a", app));
        Rig shared = new Rig(true, new FakeProtocol(), config -> {});
        assertThat(shared.client.subscribe("/a", app).topic()).isEqualTo("/a");
    }

    @Test
    void aStreamThatIsBegunAfterAResumeIsDialled() {
        Rig rig = new Rig();
        rig.client.pause();
        rig.client.resume();
        rig.subscribe("a", app);
        assertThat(rig.net.connections).hasSize(1);
        rig.client.reconnectNow(); // an attempt is under way, and goes on
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTING);
    }

    @Test
    void aClientWithoutASubscriptionClosesItsDialerToo() {
        Rig rig = new Rig();
        rig.client.close();
        rig.loop.run();
        assertThat(rig.net.closed).isTrue();
    }

    @Test
    void theDialerIsClosedWhenTheLastDialHasComeBack() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        rig.subscribe("b", app);
        rig.client.close();
        rig.loop.run();
        assertThat(rig.net.closed).isFalse();
        rig.net.returnLost();
        rig.loop.run();
        assertThat(rig.net.closed).isTrue();
    }

    @Test
    void aStreamThatIsGoneNoLongerCountsForTheState() {
        Rig rig = new Rig();
        RealSubscription a = rig.subscribe("a", app);
        rig.accept();
        a.unsubscribeAndWait();
        rig.loop.run();
        rig.subscribe("b", app);
        rig.net.last().refuse(CloseReason.fatal(Kind.HTTP_STATUS, "gone").withCode(410));
        rig.loop.run();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void aProtocolThatPublishesSaysWhereItCannot() {
        Rig rig = new Rig(false, HoldfastJson.create(), config -> {});
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> rig.client.publish("t", "x"));
    }

    @Test
    void afterAnEndForGoodAnotherSubscriptionBeginsIdle() {
        Rig rig = new Rig(true, new FakeProtocol(), config -> {});
        rig.subscribe("a", app);
        rig.net.last().refuse(CloseReason.fatal(Kind.HTTP_STATUS, "gone").withCode(410));
        rig.loop.run();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
        rig.client.pause();
        rig.subscribe("b", app);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
    }

    @Test
    void aProtocolThatCannotPublishSaysSoOnATransportThatCould() {
        Rig rig = new Rig(true, Plain.create(), config -> {});
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> rig.client.publish("t", "x"));
    }
}
