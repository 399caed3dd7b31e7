package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Subscriptions that the server does not confirm. */
class ConfirmationTest {
    private static final String TOLD = "error The server did not confirm the subscription to \"a\" in time";

    private final Recorder app = new Recorder();
    private final FakeProtocol protocol = new FakeProtocol();
    private final Rig rig = new Rig(true, protocol, config -> {
        config.heartbeat = Heartbeat.off();
        config.limits = Limits.defaults().withReplyTimeout(Duration.ofSeconds(8));
    });

    ConfirmationTest() {
        protocol.confirmsAtOnce = false;
    }

    @Test
    void itIsRequestedOnceMoreAndThenOnTheNextConnection() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(7_999);
        assertThat(connection.sent).containsExactly("sub a@null");
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a", "sub a@null");
        app.assertNext(TOLD);
        rig.loop.advanceMillis(7_999);
        app.assertNext();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        rig.loop.advanceMillis(1);
        app.assertNext(TOLD);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
        assertThat(rig.connection.reasons.get(rig.connection.reasons.size() - 1).kind())
                .isEqualTo(Kind.TIMEOUT);
        rig.loop.advanceMillis(30_000);
        FakeConnection next = rig.accept();
        assertThat(next).isNotSameAs(connection);
        next.text("ok:a");
        rig.loop.run();
        app.assertNext("FRESH");
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        rig.loop.advanceMillis(60_000);
        assertThat(next.sent).containsExactly("sub a@null");
        app.assertExhausted();
    }

    @Test
    void theSecondRequestMayBeConfirmed() {
        RealSubscription a = rig.subscribe("a", app);
        rig.subscribe("b", app);
        FakeConnection connection = rig.accept();
        connection.text("ok:b");
        rig.loop.advanceMillis(8_000);
        assertThat(connection.sent).containsExactly("sub a@null", "sub b@null", "unsub a", "sub a@null");
        connection.text("ok:a");
        rig.loop.advanceMillis(60_000);
        app.assertNext("FRESH", TOLD, "FRESH");
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void allThatAreOverdueAreRequestedAtOnce() {
        rig.subscribe("b", app);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(8_000);
        assertThat(connection.sent)
                .containsExactly("sub b@null", "sub a@null", "unsub b", "sub b@null", "unsub a", "sub a@null");
        app.assertNext(TOLD.replace("\"a\"", "\"b\""), TOLD);
    }

    @Test
    void eachRequestHasItsOwnTime() {
        rig.subscribe("b", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(5_000);
        rig.subscribe("a", app);
        rig.loop.advanceMillis(1_000);
        connection.text("ok:b");
        rig.loop.advanceMillis(6_999);
        assertThat(connection.sent).containsExactly("sub b@null", "sub a@null");
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).endsWith("unsub a", "sub a@null");
        app.assertNext("FRESH", TOLD);
    }

    @Test
    void whileTheReadingThreadIsHeldUpTheReplyMayBeOnItsWay() {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.link.activity().setReading(false);
        rig.loop.advanceMillis(15_999);
        assertThat(connection.sent).hasSize(1);
        connection.link.activity().setReading(true);
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).hasSize(3);
    }

    @Test
    void aDeviceThatSleptReadsTheReplyFirst() {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.jump(Duration.ofSeconds(10));
        assertThat(connection.sent).hasSize(1);
        rig.loop.advanceMillis(7_999);
        assertThat(connection.sent).hasSize(1);
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).hasSize(3);
    }

    @Test
    void noTimerIsLeftOnceItIsOver() {
        RealSubscription a = rig.subscribe("a", app);
        rig.accept();
        a.unsubscribe();
        rig.loop.advanceMillis(60_000);
        assertThat(rig.loop.timers()).isZero();
        app.assertExhausted();
    }

    @Test
    void aServerThatNeverConfirmsHasFiveSecondsToRefuse() {
        protocol.confirms = false;
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(4_999);
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        rig.loop.advanceMillis(1);
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        app.assertNext("FRESH");
        rig.loop.advanceMillis(60_000);
        assertThat(connection.sent).hasSize(1);
        app.assertExhausted();
    }
}
