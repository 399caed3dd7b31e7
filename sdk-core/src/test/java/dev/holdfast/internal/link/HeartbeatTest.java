package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Receipt;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A dead peer is found and abandoned in time. A live peer or a slow listener never is. On virtual time. */
class HeartbeatTest {
    private final Recorder app = new Recorder();

    private static Rig unprobed() {
        return new Rig(false, Plain.create(), s -> s.heartbeat = Heartbeat.every(Duration.ofSeconds(15)));
    }

    private static Rig probed() {
        return new Rig(true, new FakeProtocol(), s -> {});
    }

    @Test
    void silenceOfIntervalAndGraceIsDeathWhereNothingCanBeProbed() {
        Rig rig = unprobed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(24_999);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        rig.loop.advanceMillis(1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
        assertThat(connection.abandoned).isTrue();
        assertThat(rig.client.diagnostics().toString()).contains("HEARTBEAT");
        // Stable for over 20 s: the back-off starts at the first bound.
        rig.loop.advanceMillis(500);
        assertThat(rig.net.connections).hasSize(2);
    }

    @Test
    void anyByteIsLife() {
        Rig rig = unprobed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 100; i++) {
            rig.loop.advanceMillis(24_000);
            connection.byteOnly();
        }
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(rig.net.connections).hasSize(1);
        rig.loop.advanceMillis(25_001);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
    }

    @Test
    void aPingIsSentAfterSilenceAndItsPongIsLife() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 20; i++) {
            rig.loop.advanceMillis(15_000);
            assertThat(connection.sent).containsOnlyOnce("<ping>");
            connection.sent.clear();
            connection.pong();
        }
        assertThat(rig.client.diagnostics().toString()).contains("round trip 0 us");
    }

    @Test
    void anUnansweredPingIsDeathAfterTheGraceAndNoGoodbyeIsWaitedFor() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(24_999);
        assertThat(connection.cancelled).isFalse();
        rig.loop.advanceMillis(1);
        assertThat(connection.abandoned).isTrue();
        assertThat(connection.sent).noneMatch(frame -> frame.startsWith("<close"));
        rig.loop.advanceMillis(500);
        assertThat(rig.net.connections).hasSize(2);
    }

    @Test
    void aGraceLongerThanTheIntervalChangesNothingForAPeerThatAnswers() {
        Rig rig = new Rig(true, new FakeProtocol(), s -> s.heartbeat = Heartbeat.every(Duration.ofSeconds(5)));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 20; i++) {
            rig.loop.advanceMillis(5_001);
            assertThat(connection.sent).containsOnlyOnce("<ping>");
            connection.sent.clear();
            connection.pong();
        }
        assertThat(connection.cancelled).isFalse();
        // One ping only: an unanswered ping is not repeated.
        rig.loop.advanceMillis(14_999);
        assertThat(connection.sent).containsOnlyOnce("<ping>");
        assertThat(connection.cancelled).isFalse();
        rig.loop.advanceMillis(1);
        assertThat(connection.abandoned).isTrue();
    }

    /** A client whose frame of 200 KB is being written, each piece in 6 s, to a server that is silent meanwhile. */
    private FakeConnection uploading(Rig rig) {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.inWrite = () -> {
            rig.loop.advanceMillis(6_000);
            assertThat(connection.cancelled).as("the write makes progress").isFalse();
        };
        publish(rig, 200_000);
        rig.loop.run();
        connection.inWrite = () -> {};
        return connection;
    }

    @Test
    void aPeerThatIsSentALargeFrameSlowlyIsNotDead() {
        Rig rig = probed();
        FakeConnection connection = uploading(rig);
        assertThat(connection.sent).contains("<ping>");
        rig.loop.advanceMillis(9_999); // the ping has just been written
        connection.pong();
        rig.loop.advanceMillis(15_000);
        assertThat(connection.cancelled).isFalse();
        connection.pong();
    }

    @Test
    void aPeerThatDiesDuringALargeFrameIsFoundInTheTimeAfterIt() {
        Rig rig = probed();
        FakeConnection connection = uploading(rig);
        long ping = connection.sent.stream().filter("<ping>"::equals).count();
        assertThat(ping).isEqualTo(1);
        rig.loop.advanceMillis(9_999);
        assertThat(connection.cancelled).isFalse();
        rig.loop.advanceMillis(1);
        assertThat(connection.abandoned).isTrue();
    }

    @Test
    void aCheckOfThePlatformWaitsForTheWriteOfALargeFrameToo() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(1);
        int[] asked = new int[1];
        connection.inWrite = () -> {
            if (asked[0]++ < 3) rig.client.verifyConnections(Duration.ofSeconds(5));
            rig.loop.advanceMillis(4_000);
            assertThat(connection.cancelled).isFalse();
        };
        publish(rig, 200_000);
        rig.loop.run();
        connection.inWrite = () -> {};
        connection.pong();
        rig.loop.advanceMillis(14_000);
        assertThat(connection.cancelled).isFalse();
    }

    @Test
    void checksOneAfterTheOtherDoNotKeepADeadPeer() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(1);
        rig.client.verifyConnections(Duration.ofSeconds(5));
        for (int i = 0; i < 4; i++) {
            rig.loop.advanceMillis(1_249);
            rig.client.verifyConnections(Duration.ofSeconds(5));
        }
        assertThat(connection.abandoned).isFalse();
        rig.loop.advanceMillis(4);
        assertThat(connection.abandoned).isTrue();
    }

    @Test
    void whatTheSystemHasBufferedIsGivenTimeToArriveOnASlowNetwork() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        publish(rig, 300_000); // accepted at once
        rig.loop.run();
        rig.loop.advanceMillis(33_900); // 256 KiB at 8 KiB/s, less the 64 KiB that any grace covers, and the grace
        assertThat(connection.cancelled).isFalse();
        rig.loop.advanceMillis(200);
        assertThat(connection.abandoned).isTrue();
    }

    @Test
    void aPingThatWaitsForALumpOfALargeFrameIsAwaitedLonger() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        int[] pieces = new int[1];
        connection.inWrite = () -> {
            if (++pieces[0] % 4 == 1 && pieces[0] > 8) rig.loop.advanceMillis(14_000); // 256 KiB at once, then lumps
            assertThat(connection.cancelled).isFalse();
        };
        publish(rig, 500_000);
        rig.loop.run();
        connection.inWrite = () -> {};
        connection.pong();
    }

    @Test
    void smallMessagesToADeadPeerDoNotKeepIt() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 249; i++) {
            rig.loop.advanceMillis(100);
            publish(rig, 100);
        }
        assertThat(connection.cancelled).isFalse();
        rig.loop.advanceMillis(100);
        assertThat(connection.abandoned).isTrue();
    }

    @Test
    void noPingsWhileDataFlows() {
        Rig rig = probed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 100; i++) {
            rig.loop.advanceMillis(14_000);
            connection.text("a:x");
        }
        assertThat(connection.sent).doesNotContain("<ping>");
    }

    @Test
    void aSlowListenerIsNotADeadPeerButThePeerIsStillProbed() {
        Rig rig = new Rig(true, new FakeProtocol(), s -> s.delivery = Delivery.direct());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.inMessage = () -> rig.loop.advance(Duration.ofMinutes(10));
        connection.text("a:slow");
        app.inMessage = () -> {};
        assertThat(rig.net.connections).hasSize(1);
        assertThat(connection.sent.stream().filter("<ping>"::equals)).hasSizeGreaterThan(10);
        // Silence counts again once the pump reads again.
        rig.loop.advanceMillis(40_000);
        assertThat(connection.abandoned).isTrue();
    }

    @Test
    void aServersAnnouncementReplacesAnUnprobedInterval() {
        Rig rig = unprobed();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.onLoop(() ->
                connection.link.setHeartbeatInterval(Duration.ofSeconds(60).toNanos()));
        rig.loop.advanceMillis(69_000);
        assertThat(connection.cancelled).isFalse();
        rig.loop.advanceMillis(1_500);
        assertThat(connection.abandoned).isTrue();
    }

    @Test
    void announcedIntervalsAreKeptSane() {
        Rig rig = probed();
        assertThat(HeartbeatMonitor.announcedIntervalNanos(rig.config, Duration.ofSeconds(5)))
                .isEqualTo(5_000_000_000L);
        assertThat(HeartbeatMonitor.announcedIntervalNanos(rig.config, Duration.ofSeconds(60)))
                .isEqualTo(15_000_000_000L);
        assertThat(HeartbeatMonitor.announcedIntervalNanos(rig.config, Duration.ofMillis(1)))
                .isEqualTo(1_000_000_000L);
        assertThat(HeartbeatMonitor.announcedIntervalNanos(unprobed().config, Duration.ofDays(9)))
                .isEqualTo(600_000_000_000L);
    }

    @Test
    void switchedOffItNeverActs() {
        Rig rig = new Rig(true, new FakeProtocol(), s -> s.heartbeat = Heartbeat.off());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advance(Duration.ofDays(1));
        assertThat(connection.sent).doesNotContain("<ping>");
        assertThat(connection.cancelled).isFalse();
    }

    @Test
    void theReasonSaysHowLongItWasSilent() {
        Rig rig = unprobed();
        CloseReason[] reason = new CloseReason[1];
        rig.client.addConnectionListener(event -> reason[0] = event.reason());
        rig.subscribe("a", app);
        rig.accept();
        rig.loop.advanceMillis(25_000);
        assertThat(reason[0].kind()).isEqualTo(CloseReason.Kind.HEARTBEAT);
        assertThat(reason[0].text()).contains("25000 ms");
    }

    private static void publish(Rig rig, int characters) {
        CompletableFuture<Receipt> unused = rig.client.publish("t", "x".repeat(characters));
    }
}
