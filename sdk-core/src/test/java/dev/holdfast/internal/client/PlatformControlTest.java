package dev.holdfast.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.Plain;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a platform may do to a client: hold it, release it, hurry it, have its connection show that it lives. */
class PlatformControlTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Recorder app = new Recorder();

    private static Rig rig(boolean sends) {
        return new Rig(sends, sends ? new FakeProtocol() : Plain.create(), config -> {
            config.heartbeat = Heartbeat.every(Duration.ofSeconds(30));
            config.backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1));
        });
    }

    private static int dialled(Rig rig) {
        rig.loop.run();
        return rig.net.connections.size();
    }

    private static void refuse(Rig rig) {
        rig.net.last().refuse(CloseReason.retryable(CloseReason.Kind.NETWORK, "no route"));
        rig.loop.run();
    }

    @Test
    void anHourWithoutANetworkIsAnHourWithoutAnAttempt() {
        Rig rig = rig(true);
        rig.client.addPauseReason("no network");
        rig.subscribe("a", app);
        rig.loop.advance(Duration.ofHours(1));
        assertThat(dialled(rig)).isZero();
        assertThat(rig.loop.timers()).isZero();
        rig.client.removePauseReason("no network");
        assertThat(dialled(rig)).isEqualTo(1);
    }

    @Test
    void anIdleHourOnAConnectionWakesForTheHeartbeatOnly() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 60; i++) second(rig, connection); // until it counts as stable
        int settled = rig.loop.wakings();
        int asked = connection.sent.size();
        for (int i = 0; i < 3600; i++) second(rig, connection);
        int pings = connection.sent.size() - asked;
        assertThat(pings).isBetween(100, 120);
        // One to ask, one to see that there was an answer.
        assertThat(rig.loop.wakings() - settled).isLessThanOrEqualTo(2 * pings + 1);
        assertThat(dialled(rig)).isEqualTo(1);
    }

    @Test
    void anIdleHourOnAnEventStreamWakesOnceAnInterval() {
        Rig rig = rig(false);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advance(Duration.ofSeconds(29));
        connection.texts("1");
        rig.loop.advance(Duration.ofSeconds(29));
        int settled = rig.loop.wakings();
        for (int i = 0; i < 124; i++) {
            connection.texts("1");
            rig.loop.advance(Duration.ofSeconds(29));
        }
        assertThat(rig.loop.wakings() - settled).isLessThanOrEqualTo(125);
        assertThat(dialled(rig)).isEqualTo(1);
    }

    /** A second in which the server answers what it is asked. */
    private static void second(Rig rig, FakeConnection connection) {
        int before = connection.sent.size();
        rig.loop.advance(Duration.ofSeconds(1));
        if (connection.sent.size() > before) connection.pong();
    }

    @Test
    void theNetworkGoesAndTheLinkIsLeftWithoutATimer() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.client.addPauseReason("no network");
        rig.loop.advance(Duration.ofSeconds(2)); // for the goodbye
        assertThat(connection.released).isTrue();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
        assertThat(rig.loop.timers()).isZero();
        assertThat(rig.client.diagnostics().toString()).contains("last end IDLE: no network");
    }

    /** What connection listeners hear of a client that rests. */
    private static void assertRests(Rig rig, String... reasons) {
        rig.loop.run();
        assertThat(rig.connection.events).hasSize(reasons.length).allMatch("IDLE"::equals);
        assertThat(rig.connection.reasons).extracting(CloseReason::text).containsExactly(reasons);
        rig.connection.events.clear();
        rig.connection.reasons.clear();
    }

    @Test
    void whoWasNeverTriedIsToldWhyAndWhenItIsForSomethingElse() {
        Rig rig = rig(true);
        rig.client.addPauseReason("no network");
        rig.loop.run();
        rig.connection.assertExhausted(); // nothing waits for it
        rig.subscribe("a", app);
        assertRests(rig, "no network");
        rig.subscribe("b", app);
        rig.client.addPauseReason("background");
        rig.client.addPauseReason("no network");
        rig.client.removePauseReason("what never held");
        assertRests(rig);
        rig.client.removePauseReason("no network");
        assertRests(rig, "background");
        rig.client.removePauseReason("background");
        assertThat(dialled(rig)).isEqualTo(1);
        rig.accept();
        rig.connection.assertNext("CONNECTING", "CONNECTED");
        assertThat(rig.connection.reasons).as("nothing ended").isEmpty();
    }

    @Test
    void theSameHoldAnotherTimeIsToldAgain() {
        Rig rig = rig(true);
        rig.client.addPauseReason("no network");
        RealSubscription first = rig.subscribe("a", app);
        assertRests(rig, "no network");
        first.unsubscribe();
        rig.client.removePauseReason("no network");
        rig.client.addPauseReason("no network");
        assertRests(rig);
        rig.subscribe("a", app);
        assertRests(rig, "no network");
    }

    @Test
    void aBackOffThatIsGivenUpSaysForWhat() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        refuse(rig);
        rig.connection.events.clear();
        rig.connection.reasons.clear();
        rig.client.addPauseReason("no network");
        assertRests(rig, "no network");
        assertThat(rig.client.diagnostics().toString()).contains("last end NETWORK", "paused: no network");
        rig.client.removePauseReason("no network");
        rig.loop.run();
        assertThat(rig.connection.reasons)
                .extracting(CloseReason::kind)
                .as("what ended last")
                .containsExactly(CloseReason.Kind.NETWORK);
        rig.connection.assertNext("CONNECTING");
    }

    @Test
    void resumingWhatWasNotPausedChangesNothing() {
        Rig rig = rig(true);
        RealSubscription first = rig.subscribe("a", app);
        refuse(rig);
        first.unsubscribe();
        rig.client.resume();
        rig.subscribe("a", app);
        assertThat(dialled(rig)).as("the back-off is kept").isEqualTo(1);
    }

    @Test
    void everyHoldCountsAndTheAppsPauseIsItsOwn() {
        Rig rig = rig(true);
        rig.client.addPauseReason("no network");
        rig.client.addPauseReason("no network");
        rig.client.addPauseReason("background");
        rig.client.pause();
        rig.subscribe("a", app);
        rig.client.removePauseReason("no network");
        rig.client.removePauseReason("background");
        assertThat(dialled(rig)).isZero();
        rig.client.resume();
        assertThat(dialled(rig)).isEqualTo(1);
        rig.client.removePauseReason("what never held");
        rig.client.addPauseReason("background");
        rig.client.resume();
        assertThat(dialled(rig)).isEqualTo(1);
        rig.client.removePauseReason("background");
        assertThat(dialled(rig)).isEqualTo(2);
    }

    @Test
    void releasedItTriesOnceAndTheBackOffGoesOnWhereItWas() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        for (int seconds = 1; seconds <= 8; seconds *= 2) {
            refuse(rig);
            rig.loop.advance(Duration.ofSeconds(seconds));
        }
        refuse(rig); // the next is due in 16 s
        rig.client.addPauseReason("no network");
        rig.loop.advance(Duration.ofMinutes(1));
        int before = dialled(rig);
        rig.client.removePauseReason("no network");
        assertThat(dialled(rig)).isEqualTo(before + 1);
        refuse(rig);
        rig.loop.advance(Duration.ofSeconds(31));
        assertThat(dialled(rig)).isEqualTo(before + 1);
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(dialled(rig)).isEqualTo(before + 2);
    }

    @Test
    void tryNowCutsABackOffShortAndLeavesAConnectionAlone() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        refuse(rig);
        rig.client.retryNow();
        assertThat(dialled(rig)).isEqualTo(2);
        rig.client.retryNow();
        rig.accept();
        rig.client.retryNow();
        assertThat(dialled(rig)).isEqualTo(2);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void aLinkThatAnswersTheCheckStays() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advance(Duration.ofSeconds(10));
        rig.client.verifyConnections(SOON);
        rig.loop.run();
        assertThat(connection.sent).containsOnlyOnce("<ping>");
        rig.loop.advance(Duration.ofSeconds(1));
        connection.pong();
        rig.loop.advance(Duration.ofSeconds(10));
        assertThat(dialled(rig)).isEqualTo(1);
    }

    @Test
    void aLinkThatDoesNotIsLeftAndAnotherDialledAtOnce() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        FakeConnection dead = rig.accept();
        rig.loop.advance(Duration.ofSeconds(1));
        rig.client.verifyConnections(SOON);
        rig.loop.advance(Duration.ofMillis(4_999));
        assertThat(dialled(rig)).isEqualTo(1);
        rig.loop.advance(Duration.ofMillis(1));
        assertThat(dialled(rig)).isEqualTo(2);
        assertThat(dead.abandoned).isTrue();
        rig.accept();
        rig.loop.advance(Duration.ofSeconds(20));
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void anEventStreamCannotBeAskedAndIsReplacedUnlessBytesCome() {
        Rig rig = rig(false);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.client.verifyConnections(SOON);
        rig.loop.advance(Duration.ofSeconds(1));
        connection.texts("1");
        rig.loop.advance(SOON);
        assertThat(dialled(rig)).isEqualTo(1);
        rig.client.verifyConnections(SOON);
        rig.loop.advance(SOON);
        assertThat(dialled(rig)).isEqualTo(2);
    }

    @Test
    void anAttemptHasThatLongToSucceed() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        rig.client.verifyConnections(SOON);
        rig.loop.advance(Duration.ofMillis(4_999));
        assertThat(dialled(rig)).isEqualTo(1);
        rig.loop.advance(Duration.ofMillis(1));
        assertThat(dialled(rig)).as("at once").isEqualTo(2);
        assertThat(rig.client.diagnostics().toString()).contains("timed out after 5000 ms");
    }

    @Test
    void checksThatGoOnAndOnDoNotKeepAnAttemptAlive() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        long most = rig.config.limits.attemptTimeout().toSeconds();
        for (long second = 0; second < most; second++) {
            rig.client.verifyConnections(Duration.ofSeconds(most));
            rig.loop.advance(Duration.ofSeconds(1));
        }
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(dialled(rig)).isEqualTo(2);
    }

    @Test
    void aCheckCutsABackOffShortAndWakesNothingThatRests() {
        Rig rig = rig(true);
        rig.client.verifyConnections(SOON);
        assertThat(dialled(rig)).isZero();
        RealSubscription a = rig.subscribe("a", app);
        refuse(rig);
        rig.client.verifyConnections(SOON);
        assertThat(dialled(rig)).isEqualTo(2);
        a.unsubscribeAndWait();
        rig.loop.advance(Duration.ofMinutes(1));
        rig.client.verifyConnections(SOON);
        assertThat(dialled(rig)).isEqualTo(2);
    }

    @Test
    void aLinkThatIsOverBeforeTheAnswerIsNoLossTwice() {
        Rig rig = rig(true);
        rig.subscribe("a", app);
        rig.accept();
        rig.client.verifyConnections(SOON);
        rig.client.reconnectNow();
        rig.loop.run();
        rig.accept();
        rig.loop.advance(SOON);
        assertThat(dialled(rig)).isEqualTo(2);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }
}
