package dev.holdfast.simulation;

import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;

/** The transport of the simulated network. Its connections are links of the simulation. */
final class SimTransport implements Transport, Dialer {
    private final SimWorld world;

    SimTransport(SimWorld world) {
        this.world = world;
    }

    @Override
    public String name() {
        return world.plan.sends ? "websocket" : "sse";
    }

    @Override
    public boolean canSend() {
        return world.plan.sends;
    }

    @Override
    public boolean supportsScheme(String scheme) {
        return true;
    }

    @Override
    public Dialer dialer(Environment environment) {
        return this;
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
