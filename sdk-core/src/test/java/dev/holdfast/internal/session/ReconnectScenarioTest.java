package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Heartbeat;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reconnect failures known from other clients. docs/failure-scenarios.md names the sources. */
class ReconnectScenarioTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();

    private static Rig shared() {
        return new Rig(true, new FakeProtocol(), s -> s.heartbeat = Heartbeat.off());
    }

    private static Rig dedicated(Backoff backoff) {
        return new Rig(false, Plain.create(), s -> s.backoff = backoff);
    }

    /** Returns the last reported delay. */
    private static long delay(Rig rig) {
        String last = rig.connection.events.get(rig.connection.events.size() - 1);
        assertThat(last).startsWith("RECONNECTING in ");
        return Long.parseLong(last.substring("RECONNECTING in ".length()));
    }

    private static long refused(Rig rig, CloseReason reason) {
        rig.net.last().refuse(reason);
        rig.loop.run();
        return delay(rig);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void clientsThatLostTheirServerTogetherComeBackSpreadOutAtEveryStep(int retryAfterSeconds) {
        CloseReason reason =
                retryAfterSeconds == 0 ? RESET : RESET.withRetryAfter(Duration.ofSeconds(retryAfterSeconds));
        Random random = new Random(5);
        List<Rig> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(new Rig());
            clients.get(i).subscribe("a", new Recorder());
        }
        for (int step = 0; step < 10; step++) {
            List<Long> delays = new ArrayList<>();
            for (Rig client : clients) {
                client.chance = random.nextDouble();
                delays.add(refused(client, reason));
                client.loop.advanceMillis(delay(client) + 1); // the reported delay is rounded down
            }
            long first = Collections.min(delays);
            long span = Collections.max(delays) - first;
            assertThat(first).isGreaterThanOrEqualTo(retryAfterSeconds * 1000L);
            assertThat(span).isGreaterThan(400);
            for (int tenth = 0; tenth < 10; tenth++) {
                long from = first + span * tenth / 10;
                assertThat(delays.stream().filter(d -> d >= from && d <= from + span / 10))
                        .hasSizeLessThan(50);
            }
        }
    }

    @Test
    void aServerThatEndsEachStreamOnPurposeIsComeBackToAtOnceWhereTheAppSaysSo() {
        Rig rig = dedicated(Backoff.defaults().withFirstRetry(Duration.ZERO).withStableAfter(Duration.ZERO));
        rig.subscribe("a", app);
        for (int stream = 1; stream <= 20; stream++) {
            rig.accept();
            rig.loop.advanceMillis(0);
            rig.net.last().drop(CloseReason.retryable(Kind.END_OF_STREAM, "ten events"));
            rig.loop.run();
            assertThat(delay(rig)).isZero();
            rig.loop.advanceMillis(0);
            assertThat(rig.net.connections).hasSize(stream + 1);
        }
    }

    @Test
    void theEndOfAHealthyStreamNeverCountsForTheNext() {
        Rig rig = dedicated(Backoff.defaults());
        rig.subscribe("a", app);
        for (int stream = 1; stream <= 20; stream++) {
            rig.accept();
            rig.loop.advance(Duration.ofSeconds(20));
            rig.net.last().drop(CloseReason.retryable(Kind.END_OF_STREAM, "ten events"));
            rig.loop.run();
            assertThat(delay(rig)).isEqualTo(500);
            rig.loop.advanceMillis(500);
        }
    }

    @Test
    void theStableTimerOfABrokenConnectionNeverFires() {
        Rig rig = dedicated(Backoff.defaults());
        rig.subscribe("a", app);
        rig.accept();
        rig.loop.advance(Duration.ofSeconds(10));
        rig.net.last().drop(RESET);
        rig.loop.run();
        assertThat(delay(rig)).isEqualTo(500);
        // The connection becomes stable after 20 s, which is between the last two steps.
        for (long bound : new long[] {1000, 2000, 4000, 8000, 16000}) {
            rig.loop.advanceMillis(delay(rig));
            assertThat(refused(rig, RESET)).isEqualTo(bound);
        }
    }

    @Test
    void anOutageOfManySubscriptionsIsCountedOnceAndNothingPilesUp() {
        Rig rig = shared();
        for (int i = 0; i < 50; i++) rig.subscribe("t" + i, app);
        for (long bound : new long[] {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
            assertThat(refused(rig, RESET)).isEqualTo(bound);
            assertThat(rig.loop.timers()).as("timers during the back-off").isEqualTo(1);
            rig.loop.advanceMillis(bound);
        }
        assertThat(rig.accept().sent).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void anEndThatIsToldManyTimesIsOneAttempt() {
        Rig rig = shared();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.link.reportFailure(RESET); // a write
        rig.loop.execute(() -> connection.link.peerDead(1)); // the heartbeat
        connection.drop(RESET); // the read
        connection.link.reportFailure(RESET);
        rig.loop.run();
        rig.connection.assertNext("CONNECTING", "CONNECTED", "RECONNECTING in 500");
        rig.loop.advanceMillis(9_000);
        assertThat(rig.net.connections).hasSize(2);
        assertThat(rig.net.live()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deathAfterDeathThereIsOneConnectionAndNoMoreTimers(boolean sends) {
        Rig rig = new Rig(
                sends,
                sends ? new FakeProtocol() : Plain.create(),
                s -> s.heartbeat = Heartbeat.every(Duration.ofSeconds(30)));
        rig.chance = 0;
        rig.subscribe("a", app);
        rig.accept();
        int timers = rig.loop.timers();
        for (int death = 1; death <= 50; death++) {
            rig.loop.advance(Duration.ofSeconds(40));
            assertThat(rig.net.connections).hasSize(death + 1);
            assertThat(rig.net.live()).isEqualTo(1);
            rig.accept();
            assertThat(rig.loop.timers()).isEqualTo(timers);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAttemptByHandIsFollowedByOthers(boolean paused) {
        Rig rig = dedicated(Backoff.defaults());
        rig.chance = 0;
        rig.subscribe("a", app);
        if (paused) {
            rig.client.pause();
            rig.loop.run();
            rig.net.returnLost();
            rig.client.resume();
        } else {
            rig.net.last().refuse(CloseReason.fatal(Kind.HTTP_STATUS, "gone"));
            rig.loop.run();
            rig.subscribe("a", app);
        }
        rig.loop.run();
        int before = rig.net.connections.size();
        for (int i = 1; i <= 20; i++) {
            assertThat(refused(rig, RESET)).isZero();
            rig.loop.advanceMillis(0);
            assertThat(rig.net.connections).hasSize(before + i);
        }
    }

    @Test
    void theLastToLeaveDuringBackOffEndsTheAttemptsOnASharedConnectionToo() {
        Rig rig = shared();
        RealSubscription a = rig.subscribe("a", app);
        RealSubscription b = rig.subscribe("b", app);
        for (int i = 0; i < 3; i++) rig.loop.advanceMillis(refused(rig, RESET));
        refused(rig, RESET);
        a.unsubscribeAndWait();
        b.unsubscribeAndWait();
        rig.loop.advance(Duration.ofHours(1));
        assertThat(rig.net.connections).hasSize(4);
        assertThat(rig.loop.timers()).isZero();
    }

    @Test
    void howeverManyRetriesThereWereTheLastToLeaveLetsTheConnectionGo() {
        Rig rig = shared();
        RealSubscription a = rig.subscribe("a", app);
        for (int i = 0; i < 5; i++) {
            rig.loop.advanceMillis(refused(rig, RESET));
            rig.accept().drop(RESET);
            rig.loop.run();
            rig.loop.advanceMillis(delay(rig));
        }
        rig.accept();
        a.unsubscribeAndWait();
        rig.loop.advance(Duration.ofSeconds(6));
        assertThat(rig.net.live()).isZero();
        assertThat(a.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        assertThat(rig.loop.timers()).isZero();
    }
}
