package dev.holdfast.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.Plain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thousand topics of one process, each with its connection, or a thousand clients, do not come back all at once. */
class ConnectLimiterTest {
    private static final int ALL = 1000;
    private static final int AT_ONCE = 64;

    private final Rig rig = new Rig(false, Plain.create(), config -> config.heartbeat = Heartbeat.off());
    private final Recorder app = new Recorder();
    private final List<RealSubscription> subscriptions = new ArrayList<>();

    private void subscribeAll() {
        for (int i = 0; i < ALL; i++) subscriptions.add(rig.subscribe("t" + i, app));
    }

    private int dialled() {
        return rig.net.connections.size();
    }

    private void accept(int from, int to) {
        for (FakeConnection connection : new ArrayList<>(rig.net.connections.subList(from, to))) connection.accept();
        rig.loop.run();
    }

    @Test
    void soManyAtOnceAndTheOthersInTheirTurn() {
        subscribeAll();
        assertThat(dialled()).isEqualTo(AT_ONCE);
        accept(0, 10);
        assertThat(dialled()).isEqualTo(AT_ONCE + 10);
        for (int accepted = 10; dialled() < ALL; ) {
            int now = dialled();
            assertThat(now - accepted).as("under way").isEqualTo(AT_ONCE);
            accept(accepted, now);
            accepted = now;
        }
        assertThat(rig.client.stats().attempts()).isEqualTo(ALL);
    }

    @Test
    void theNetworkIsBackAndTheServerIsNotStormed() {
        subscribeAll();
        for (int done = 0; done < ALL; ) {
            int now = dialled();
            accept(done, now);
            done = now;
        }
        rig.client.pause();
        rig.loop.run();
        rig.client.resume();
        rig.loop.run();
        assertThat(dialled()).isEqualTo(ALL + AT_ONCE);
        rig.client.reconnectNow();
        rig.loop.run();
        assertThat(dialled()).isEqualTo(ALL + AT_ONCE);
    }

    @Test
    void aThousandClientsDerivedFromOneAreBackInTheirTurns() {
        List<RealClient> clients = new ArrayList<>();
        for (int i = 0; i < ALL; i++) {
            ClientConfig config = Rig.config("https://test.example/user" + i, rig.net, Plain.create());
            config.heartbeat = Heartbeat.off();
            clients.add(Rig.client(config, rig.runtime, rig.net));
            clients.get(i).subscribe("feed", app);
        }
        rig.loop.run();
        for (int round = 0; round < 2; round++) {
            for (int accepted = round * ALL; accepted < (round + 1) * ALL; ) {
                int now = dialled();
                assertThat(now - accepted).as("under way").isBetween(1, AT_ONCE);
                accept(accepted, now);
                accepted = now;
            }
            clients.forEach(RealClient::pause); // the network is gone
            rig.loop.run();
            if (round == 1) break;
            clients.forEach(RealClient::resume); // and back
            rig.loop.run();
        }
        assertThat(dialled()).isEqualTo(2 * ALL);
        for (RealClient client : clients) assertThat(client.stats().attempts()).isEqualTo(2);
    }

    @Test
    void attemptsThatHangHoldTheOthersBackForASecond() {
        subscribeAll();
        rig.loop.advanceMillis(999);
        assertThat(dialled()).isEqualTo(AT_ONCE);
        rig.loop.advanceMillis(1);
        assertThat(dialled()).isEqualTo(2 * AT_ONCE);
        rig.loop.advanceMillis(1000);
        assertThat(dialled()).isEqualTo(3 * AT_ONCE);
        accept(0, 3 * AT_ONCE);
        assertThat(dialled())
                .as("what was given back by time is not given back again")
                .isEqualTo(4 * AT_ONCE);
    }

    @Test
    void whoWantsItNoLongerLeavesTheLine() {
        subscribeAll();
        for (int i = AT_ONCE; i < ALL - 1; i++) subscriptions.get(i).unsubscribeAndWait();
        rig.loop.run();
        accept(0, AT_ONCE);
        assertThat(dialled()).isEqualTo(AT_ONCE + 1);
        rig.client.pause();
        rig.loop.run();
        rig.client.close();
        rig.loop.run();
        rig.loop.advanceMillis(60_000);
        assertThat(dialled()).isEqualTo(AT_ONCE + 1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void attemptsThatFailAtOnceMakeRoomAtOnce() {
        subscribeAll();
        int failed = 0;
        while (failed < ALL) {
            for (; failed < Math.min(ALL, dialled()); failed++) {
                rig.net.connections.get(failed).refuse(CloseReason.retryable(CloseReason.Kind.NETWORK, "no"));
            }
            rig.loop.run();
        }
        assertThat(dialled()).isEqualTo(ALL);
        rig.chance = 0;
    }
}
