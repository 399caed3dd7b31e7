package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Tests that delivery gives back the app's thread, which may be its UI thread. */
class LentThreadTest {
    private final Recorder app = new Recorder();
    private final ArrayDeque<Runnable> screen = new ArrayDeque<>();

    @Test
    void slowListenersGiveItBackEveryFewMilliseconds() {
        Rig rig = new Rig(false, Plain.create(), config -> {
            config.delivery = Delivery.on(screen::add);
            config.heartbeat = Heartbeat.off();
        });
        rig.client.removeConnectionListener(rig.connection);
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 100; i++) connection.text("m" + i);
        app.inMessage = () -> rig.loop.advanceMillis(1);
        int turns = 0;
        while (subscription.stats().handled() < 100) {
            long before = subscription.stats().handled();
            screen.remove().run();
            assertThat(subscription.stats().handled() - before).isLessThanOrEqualTo(4);
            rig.loop.run();
            turns++;
        }
        assertThat(turns).isGreaterThanOrEqualTo(25);
        assertThat(app.events).containsSubsequence("m0", "m4", "m50", "m99");
    }
}
