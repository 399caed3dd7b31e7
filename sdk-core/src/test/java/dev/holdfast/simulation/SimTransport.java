package dev.holdfast.simulation;

import dev.holdfast.fixtures.InMemoryTransport;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Target;

/** The transport of the simulated network. Its connections are links of the simulation. */
final class SimTransport extends InMemoryTransport {
    private final SimWorld world;

    SimTransport(SimWorld world) {
        super(world.plan.sends ? "websocket" : "sse", world.plan.sends);
        this.world = world;
    }

    @Override
    public Connection newConnection(Target target) {
        world.opening.target(target);
        return world.opening;
    }

    @Override
    public void close() {
        world.dialersClosed++;
    }
}
