package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reconnecting on virtual time: the time of the next attempt, never two at once, and final ends. */
class SessionTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");
    private static final CloseReason UNAUTHORIZED =
            CloseReason.fatal(Kind.HTTP_STATUS, "Unauthorized").withCode(401);

    private final Recorder app = new Recorder();
    private Rig rig = new Rig();

    @AfterEach
    void nothingUnexpectedAndNothingLeft() {
        app.assertExhausted();
        rig.connection.assertExhausted();
        rig.client.close();
        rig.loop.advance(Duration.ofSeconds(2));
        rig.net.returnLost();
        rig.loop.run();
        assertThat(rig.loop.timers()).as("timers left after close()").isZero();
        assertThat(rig.net.live()).as("connections left after close()").isZero();
        assertThat(rig.net.connections).allMatch(c -> c.released);
    }

    @Test
    void firstConnectIsTheSamePathAsReconnect() {
        rig.subscribe("a", app);
        rig.connection.assertNext("CONNECTING");
        rig.accept();
        rig.connection.assertNext("CONNECTED");
        app.assertNext("FRESH");
        rig.net.last().text("one", "1");
        rig.loop.run();
        app.assertNext("one");
        rig.net.last().drop(RESET);
        rig.loop.run();
        rig.connection.assertNext("RECONNECTING in 500");
        rig.loop.advanceMillis(500);
        rig.connection.assertNext("RECONNECTING");
        assertThat(rig.net.connections).hasSize(2);
        rig.accept();
        assertThat(rig.net.last().target.headers()).containsEntry("Last-Event-ID", "1");
        rig.connection.assertNext("CONNECTED");
        app.assertNext("UNKNOWN");
    }

    @Test
    void boundsDoubleToTheCapAndEveryStepIsJittered() {
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        rig.connection.assertNext("CONNECTING", "RECONNECTING in 500");
        for (long bound : new long[] {1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000}) {
            rig.chance = 0.5;
            rig.loop.advanceMillis(bound); // more than any earlier bound
            rig.net.last().refuse(RESET);
            rig.loop.run();
            assertThat(rig.connection.events).last().isEqualTo("RECONNECTING in " + bound / 2);
        }
        rig.connection.events.clear();
    }

    @Test
    void aThreadWhoseAttemptFailedIsNotInterruptedInItsNextTask() {
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        assertThat(Thread.interrupted()).isFalse();
        rig.connection.assertNext("CONNECTING", "RECONNECTING in 500");
    }

    @Test
    void anUnstableConnectionDoesNotResetTheCounter() {
        rig.subscribe("a", app);
        for (long bound : new long[] {500, 1000, 2000, 4000}) {
            rig.accept();
            rig.loop.advanceMillis(19_999);
            rig.net.last().drop(RESET);
            rig.loop.run();
            assertThat(rig.connection.events).last().isEqualTo("RECONNECTING in " + bound);
            rig.loop.advanceMillis(bound);
        }
        rig.connection.events.clear();
        app.events.clear();
    }

    @Test
    void aStableConnectionResetsTheCounterAndItsTimerDiesWithIt() {
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.advanceMillis(500);
        rig.net.last().refuse(RESET);
        rig.loop.advanceMillis(1000);
        rig.accept();
        rig.loop.advanceMillis(20_000);
        rig.connection.events.clear();
        rig.net.last().drop(RESET);
        rig.loop.run();
        rig.connection.assertNext("RECONNECTING in 500");
        // The stability timer of a short-lived link must not count for the link after it.
        rig.loop.advanceMillis(500);
        rig.accept();
        rig.loop.advanceMillis(10_000);
        rig.net.last().drop(RESET);
        rig.loop.run();
        assertThat(rig.connection.events).last().isEqualTo("RECONNECTING in 500");
        rig.loop.advanceMillis(500);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        assertThat(rig.connection.events).last().isEqualTo("RECONNECTING in 1000");
        rig.connection.events.clear();
        app.events.clear();
    }

    @Test
    void whatTheServerAsksForIsAFloorAndJitterComesOnTop() {
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET.withRetryAfter(Duration.ofSeconds(7)));
        rig.loop.run();
        rig.connection.assertNext("CONNECTING", "RECONNECTING in 7500");
        rig.chance = 0;
        rig.loop.advanceMillis(7500);
        rig.accept();
        rig.net.last().says(sink -> sink.onRetry(3000));
        rig.loop.run();
        rig.connection.events.clear();
        rig.net.last().drop(RESET);
        rig.loop.run();
        rig.connection.assertNext("RECONNECTING in 3000");
        app.assertNext("FRESH");
    }

    @Test
    void aWaitOfCenturiesIsAWait() {
        for (long seconds : new long[] {10_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            rig = new Rig();
            rig.subscribe("a", app);
            rig.net.last().refuse(RESET.withRetryAfter(Duration.ofSeconds(seconds)));
            rig.loop.run();
            assertThat(rig.client.state()).as("%s", seconds).isEqualTo(ConnectionState.RECONNECTING);
            rig.client.reconnectNow();
            rig.loop.run();
            FakeConnection second = rig.accept();
            second.says(sink -> sink.onRetry(seconds));
            rig.loop.run();
            second.drop(RESET);
            rig.loop.run();
            assertThat(rig.client.state()).as("%s", seconds).isEqualTo(ConnectionState.RECONNECTING);
            rig.client.reconnectNow();
            rig.loop.run();
            assertThat(rig.net.connections).hasSize(3);
        }
        rig.connection.events.clear();
        app.assertNext("FRESH", "FRESH", "FRESH");
    }

    @Test
    void oneAttemptInFlightHoweverManySubscriptionsFailAtOnce() {
        rig = new Rig(true, new FakeProtocol(), config -> {});
        for (int i = 0; i < 50; i++) rig.subscribe("t" + i, app);
        assertThat(rig.net.connections).hasSize(1);
        for (int i = 0; i < 5; i++) {
            rig.net.last().refuse(RESET);
            assertThat(rig.net.live()).isZero();
            assertThat(rig.net.live()).isZero();
            rig.loop.advance(Duration.ofSeconds(8));
            assertThat(rig.net.live()).isEqualTo(1);
        }
        assertThat(rig.net.connections).hasSize(6);
        rig.connection.events.clear();
    }

    @Test
    void closeInsideACallbackDuringBackOffEndsTheAttempts() {
        rig.connection.inEvent = () -> {
            if (rig.connection.events.get(rig.connection.events.size() - 1).startsWith("RECONNECTING"))
                rig.client.close();
        };
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.advance(Duration.ofMinutes(5));
        assertThat(rig.net.connections).hasSize(1);
        rig.connection.assertNext("CONNECTING", "RECONNECTING in 500", "CLOSED");
        app.assertNext("ended CLOSED");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void unsubscribeInsideACallbackDuringBackOffEndsTheAttempts() {
        RealSubscription subscription = rig.subscribe("a", app);
        rig.connection.inEvent = subscription::unsubscribeAndWait;
        rig.net.last().refuse(RESET);
        rig.loop.advance(Duration.ofMinutes(5));
        assertThat(rig.net.connections).hasSize(1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        rig.connection.events.clear();
    }

    @Test
    void aFatalEndStopsAndItsReasonReachesTheApp() {
        RealSubscription subscription = rig.subscribe("a", app);
        rig.net.last().refuse(UNAUTHORIZED);
        rig.loop.advance(Duration.ofMinutes(5));
        assertThat(rig.net.connections).hasSize(1);
        rig.connection.assertNext("CONNECTING", "CLOSED");
        app.assertNext("ended HTTP_STATUS");
        assertThat(app.ended.code()).isEqualTo(401);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
        // Another subscription starts a new session.
        rig.subscribe("b", app);
        rig.accept();
        rig.connection.assertNext("CONNECTING", "CONNECTED");
        app.assertNext("FRESH");
    }

    @Test
    void anAttemptThatHangsIsGivenUpAtItsDeadlineAndItsConnectionAbandoned() {
        rig.subscribe("a", app);
        rig.loop.advanceMillis(9_999);
        rig.connection.assertNext("CONNECTING");
        rig.loop.advanceMillis(1);
        rig.connection.assertNext("RECONNECTING in 500");
        rig.net.last().refuse(RESET); // too late: ignored
        rig.loop.advanceMillis(499);
        assertThat(rig.net.connections).hasSize(1);
        rig.loop.advanceMillis(1);
        assertThat(rig.net.connections).hasSize(2);
        rig.connection.assertNext("RECONNECTING");
    }

    @Test
    void aHandshakeThatHangsIsGivenUp() {
        FakeProtocol protocol = new FakeProtocol();
        protocol.readyAtOnce = false;
        rig = new Rig(true, protocol, config -> {});
        rig.subscribe("a", app);
        rig.accept();
        rig.loop.advanceMillis(10_000);
        assertThat(rig.connection.events).last().isEqualTo("RECONNECTING in 500");
        assertThat(rig.net.last().abandoned).isTrue();
        rig.connection.events.clear();
    }

    @Test
    void whatAStaleLinkSaysIsIgnored() {
        rig.subscribe("a", app);
        FakeConnection old = rig.accept();
        rig.client.reconnectNow();
        rig.loop.run();
        FakeConnection now = rig.accept();
        assertThat(now).isNotSameAs(old);
        app.events.clear();
        rig.connection.events.clear();
        old.text("late");
        old.drop(UNAUTHORIZED);
        rig.loop.run();
        now.text("fresh");
        rig.loop.run();
        app.assertNext("fresh");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void reconnectNowCutsTheBackOffShortButNotTheCounter() {
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        rig.client.reconnectNow();
        rig.client.reconnectNow();
        rig.client.reconnectNow();
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(2);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        rig.connection.assertNext("CONNECTING", "RECONNECTING in 500", "RECONNECTING", "RECONNECTING in 1000");
    }

    @Test
    void pauseLeavesTheNetworkAndResumeGoesOnFromTheCursor() {
        rig.subscribe("a", app);
        rig.accept().text("one", "1");
        rig.client.pause();
        rig.loop.advance(Duration.ofHours(9));
        assertThat(rig.net.live()).isZero();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
        rig.client.resume();
        rig.loop.run();
        rig.accept();
        assertThat(rig.net.last().target.headers()).containsEntry("Last-Event-ID", "1");
        app.assertNext("FRESH", "one", "UNKNOWN");
        rig.connection.events.clear();
    }

    @Test
    void subscribingWhilePausedWaits() {
        rig.client.pause();
        rig.subscribe("a", app);
        rig.loop.advance(Duration.ofMinutes(1));
        assertThat(rig.net.connections).isEmpty();
        rig.client.resume();
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(1);
        rig.connection.assertNext("IDLE", "CONNECTING");
        assertThat(rig.connection.reasons.get(0).text()).isEqualTo("The client was paused");
    }

    @Test
    void theLastUnsubscribeOnASharedConnectionLetsItGoAfterAWhile() {
        rig = new Rig(true, new FakeProtocol(), config -> {});
        RealSubscription a = rig.subscribe("a", app);
        rig.accept();
        a.unsubscribeAndWait();
        rig.loop.advanceMillis(4_999);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        rig.loop.advanceMillis(1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
        assertThat(rig.net.last().sent).contains("<close 1000>");
        app.assertNext("FRESH");
        rig.connection.assertNext("CONNECTING", "CONNECTED", "IDLE");
    }

    @Test
    void theDialerIsClosedAlsoWhenNothingIsConnected() {
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        rig.connection.assertNext("CONNECTING", "RECONNECTING in 500");
        rig.client.close();
        rig.loop.run();
        assertThat(rig.net.closed).isTrue();
        app.assertNext("ended CLOSED");
        rig.connection.assertNext("CLOSED");
    }

    @Test
    void zeroFirstRetryAndOwnBoundsAreObeyed() {
        rig = new Rig(
                false,
                dev.holdfast.protocol.Plain.create(),
                config -> config.backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(3))
                        .withFirstRetry(Duration.ZERO)
                        .withStableAfter(Duration.ofSeconds(1)));
        rig.subscribe("a", app);
        rig.accept();
        rig.loop.advanceMillis(1000);
        rig.net.last().drop(RESET);
        rig.loop.run();
        assertThat(rig.connection.events).last().isEqualTo("RECONNECTING in 0");
        List<String> delays = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rig.loop.advance(Duration.ofSeconds(3));
            rig.net.last().refuse(RESET);
            rig.loop.run();
            delays.add(rig.connection.events.get(rig.connection.events.size() - 1));
        }
        assertThat(delays).containsExactly("RECONNECTING in 1000", "RECONNECTING in 2000", "RECONNECTING in 3000");
        rig.connection.events.clear();
        app.assertNext("FRESH");
    }

    /** Fails one attempt with a back-off of 5.5 s, then subscribes and unsubscribes again and again. */
    private void comeAndGo() {
        RealSubscription a = rig.subscribe("a", app);
        rig.net.last().refuse(RESET.withRetryAfter(Duration.ofSeconds(5)));
        rig.loop.run();
        a.unsubscribeAndWait();
        for (int i = 0; i < 10; i++) {
            RealSubscription next = rig.subscribe("a", app);
            next.unsubscribeAndWait();
            rig.loop.run();
        }
    }

    @Test
    void comingAndGoingDoesNotGetRoundTheBackOff() {
        rig = new Rig(true, new FakeProtocol(), config -> {});
        comeAndGo();
        rig.subscribe("a", app);
        rig.loop.advanceMillis(5_499);
        assertThat(rig.net.connections).hasSize(1);
        rig.loop.advanceMillis(1);
        assertThat(rig.net.connections).hasSize(2);
        rig.connection.events.clear();
    }

    @Test
    void comingAndGoingDoesNotGetRoundTheBackOffOfATargetOfItsOwn() {
        comeAndGo();
        rig.connection.events.clear();
        rig.subscribe("a", app);
        rig.connection.assertNext("RECONNECTING in 5500");
        assertThat(rig.connection.reasons).last().hasToString("NETWORK: reset (retryable), retry after 5000 ms");
        rig.loop.advanceMillis(5_499);
        assertThat(rig.net.connections).hasSize(1);
        rig.loop.advanceMillis(1);
        assertThat(rig.net.connections).hasSize(2);
        rig.net.last().refuse(RESET); // the second failure of the target
        rig.loop.run();
        rig.connection.assertNext("RECONNECTING", "RECONNECTING in 1000");
        rig.client.close();
    }

    @Test
    void theBackOffOfATargetIsNotThatOfAnotherAndIsForgottenWhenItIsOver() {
        RealSubscription a = rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        a.unsubscribeAndWait();
        rig.loop.run();
        rig.connection.events.clear();
        RealSubscription b = rig.subscribe("b", app);
        rig.connection.assertNext("CONNECTING");
        b.unsubscribeAndWait();
        rig.loop.run();
        rig.connection.events.clear();
        rig.loop.advanceMillis(500 + 30_001); // its delay and the longest back-off
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        rig.connection.assertNext("CONNECTING", "RECONNECTING in 500");
    }

    @Test
    void resumeEndsTheBackOffThatASubscriptionLeftBehind() {
        RealSubscription a = rig.subscribe("a", app);
        rig.net.last().refuse(RESET.withRetryAfter(Duration.ofHours(1)));
        rig.loop.run();
        a.unsubscribeAndWait();
        rig.client.pause();
        rig.client.resume();
        rig.loop.run();
        rig.connection.events.clear();
        rig.subscribe("a", app);
        rig.connection.assertNext("CONNECTING");
    }

    @Test
    void aBreakIsOneEventForEachChange() {
        rig.subscribe("a", app);
        rig.accept();
        app.assertNext("FRESH");
        rig.connection.events.clear();
        List<ConnectionEvent> events = new ArrayList<>();
        rig.client.addConnectionListener(events::add);
        rig.net.last().drop(RESET);
        rig.loop.advanceMillis(500);
        rig.net.last().refuse(RESET);
        rig.loop.advanceMillis(1000);
        rig.accept();
        rig.connection.assertNext(
                "RECONNECTING in 500", "RECONNECTING", "RECONNECTING in 1000", "RECONNECTING", "CONNECTED");
        assertThat(events.get(0).previous()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(events.get(0).reason()).isEqualTo(RESET);
        assertThat(events).extracting(ConnectionEvent::attempt).containsExactly(2, 2, 3, 3, 3);
        app.assertNext("UNKNOWN");
    }
}
