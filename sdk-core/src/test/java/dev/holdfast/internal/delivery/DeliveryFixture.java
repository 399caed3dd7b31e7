package dev.holdfast.internal.delivery;

import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import java.util.ArrayDeque;

/** The base class of tests of delivery to a listener whose executor the test controls. */
abstract class DeliveryFixture {
    /** The listener of the app. */
    final Recorder app = new Recorder();
    /** The app's executor. It runs tasks only when the test drains it. */
    final ArrayDeque<Runnable> busy = new ArrayDeque<>();

    /**
     * Returns a client that delivers on the app's executor and has no heartbeat.
     *
     * @param shared whether subscriptions share a connection that can send
     */
    final Rig rig(boolean shared, Limits limits) {
        return new Rig(shared, shared ? new FakeProtocol() : Plain.create(), s -> {
            s.delivery = Delivery.on(busy::add);
            s.heartbeat = Heartbeat.off();
            s.limits = limits;
        });
    }

    /** Runs the loop and the app's executor until both are idle. */
    final void listen(Rig rig) {
        rig.loop.run();
        for (Runnable task = busy.poll(); task != null; task = busy.poll()) {
            task.run();
            rig.loop.run();
        }
    }
}
