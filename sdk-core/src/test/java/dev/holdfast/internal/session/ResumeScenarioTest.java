package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.PublishGuarantee;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Resume failures known from other clients. docs/failure-scenarios.md names the sources. */
class ResumeScenarioTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();

    @Test
    void aTopicLeftForItsFullQueueComesBackThoughTheConnectionBrokeMeanwhile() {
        ArrayDeque<Runnable> busy = new ArrayDeque<>();
        Rig rig = new Rig(true, new FakeProtocol(), s -> {
            s.delivery = Delivery.on(busy::add);
            s.limits = Limits.defaults().withQueue(2, 1000);
        });
        rig.subscribe("a", app);
        rig.subscribe("b", new Recorder());
        FakeConnection first = rig.accept();
        for (int i = 1; i <= 3; i++) first.text("a:m" + i, "" + i);
        rig.loop.run();
        assertThat(first.sent).endsWith("unsub a");
        first.drop(RESET);
        rig.loop.advanceMillis(500);
        FakeConnection second = rig.accept();
        assertThat(second.sent).containsExactly("sub b@null");
        for (Runnable task = busy.poll(); task != null; task = busy.poll()) {
            task.run();
            rig.loop.run();
        }
        assertThat(second.sent).containsExactly("sub b@null", "sub a@2");
    }

    @Test
    void afterADropTopicsAreAskedForBeforeWhatIsSentAgain() {
        Rig rig = new Rig(true, new FakeProtocol(), s -> s.publishGuarantee = PublishGuarantee.AT_LEAST_ONCE);
        rig.subscribe("a", app);
        CompletableFuture<?> unused = rig.client.publish("a", "x");
        rig.loop.run();
        for (int drop = 0; drop < 3; drop++) {
            FakeConnection connection = rig.accept();
            assertThat(connection.sent).containsExactly("sub a@null", "pub 1 a x");
            connection.drop(RESET);
            rig.loop.run();
            rig.loop.advanceMillis(500 << drop);
        }
    }

    @Test
    void aPositionBeforeTheFirstMessageIsEnoughToGoOnFrom() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.frame(new Frame().setEmpty(null, "7"));
        connection.drop(RESET);
        rig.loop.advanceMillis(500);
        assertThat(rig.accept().target.headers()).containsEntry("Last-Event-ID", "7");
    }

    @Test
    void itRecoversAgainAndAgainAndNoOldConnectionSpoilsTheNext() {
        Rig rig = new Rig(false, Plain.create(), s -> s.heartbeat = Heartbeat.every(Duration.ofSeconds(15)));
        rig.chance = 0;
        rig.subscribe("a", app);
        List<String> expected = new ArrayList<>(List.of("FRESH"));
        for (int i = 1; i <= 20; i++) {
            FakeConnection connection = rig.accept();
            assertThat(connection.target.headers().get("Last-Event-ID")).isEqualTo(i == 1 ? null : "" + (i - 1));
            connection.text("m" + i, "" + i);
            rig.loop.advanceMillis(24_000); // one second before the heartbeat would find it dead
            expected.add("m" + i);
            connection.drop(RESET);
            rig.loop.advanceMillis(0);
            assertThat(rig.net.connections).hasSize(i + 1);
            connection.byteOnly();
            expected.add("UNKNOWN");
        }
        rig.accept();
        rig.loop.advanceMillis(24_000);
        assertThat(rig.net.connections).hasSize(21);
        app.assertNext(expected.toArray(new String[0]));
    }
}
