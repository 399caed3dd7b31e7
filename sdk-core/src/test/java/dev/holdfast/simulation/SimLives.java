package dev.holdfast.simulation;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.CursorStore;
import dev.holdfast.Delivery;
import dev.holdfast.Monitor;
import dev.holdfast.PublishGuarantee;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.SharedRuntime;
import java.util.List;

/** The process of the application. It ends at times, orderly or not, and starts again with the same store. */
final class SimLives {
    private enum End {
        /** Ends at once: nothing continues and nothing is saved. */
        KILLED,
        /** Closes the client and does not wait for the rest. */
        HASTY,
        /** Closes or drains the client, and ends when nothing runs any more. */
        ORDERLY
    }

    private final SimWorld world;
    private int number = 1;
    private End end;
    private boolean dying;
    private boolean script;
    private boolean orderly;

    SimLives(SimWorld world) {
        this.world = world;
    }

    int number() {
        return number;
    }

    /** Returns whether the process is ending and only shuts down. */
    boolean dying() {
        return dying;
    }

    /** Returns whether the previous life had time to save everything. */
    boolean orderly() {
        return orderly;
    }

    /** Schedules the ends of the process at random times. */
    void plan() {
        script = true;
        for (int i = world.plan.restarts; i > 0; i--) {
            world.clock.event(SimClock.millis(world.random.nextLong(world.plan.lengthMillis)), this::end);
        }
    }

    private void end() {
        if (world.closed() || !script || end != null) return;
        end = End.values()[world.random.nextInt(End.values().length)];
        if (world.trace.on) world.trace.add("app: its process ends, " + end);
        if (end == End.KILLED) dying = true;
        else if (world.random.nextBoolean()) world.app.close();
        else world.app.drain();
        if (end == End.HASTY) {
            world.clock.event(SimClock.millis(world.random.nextInt(200)), () -> dying = script);
        }
    }

    /** Returns whether the next life can start. Called with nothing of this one on the stack. */
    boolean ended() {
        return dying || (end == End.ORDERLY && world.quiet());
    }

    /** Starts the next life if this one has ended. Returns false if there is none. */
    boolean next() {
        if (end == null || world.failed()) {
            script = false;
            return false;
        }
        if (!ended() && !world.waitFor(this::ended)) world.fail("something goes on long after close()");
        if (world.failed()) return false;
        orderly = end == End.ORDERLY;
        if (orderly) world.oracle.nothingLeft();
        end = null;
        dying = false;
        number++;
        if (world.trace.on) world.trace.add("app: its process begins, for the " + number + ". time");
        world.beginLife();
        return true;
    }

    /** Creates the clients of a life, with everything around them simulated. */
    List<RealClient> newClients() {
        SharedRuntime runtime =
                new SharedRuntime(world.clock, world.clock::work, world::draw, world::drive, world::waiting, "c");
        // Both share the loop, the threads, the names and the store, and nothing else.
        CursorStore store = world.store.forLife();
        RealClient first = newClient(runtime, store);
        return world.plan.derives ? List.of(first, newClient(runtime, store)) : List.of(first);
    }

    /** A monitor of the application that has a bug. */
    private static final class Thrower implements Monitor {
        @Override
        public void onConnectionEvent(ConnectionEvent event) {
            throw new SimApp.Thrown();
        }
    }

    private record Counter(SimEvents events) implements Monitor {
        @Override
        public void onConnectionEvent(ConnectionEvent event) {
            events.monitored(event);
        }
    }

    private RealClient newClient(SharedRuntime runtime, CursorStore store) {
        String url = (world.plan.sends ? "wss" : "https") + "://sim.example/feed";
        ClientConfig config = Rig.config(url, world.transport, world.protocol);
        config.backoff = world.plan.backoff;
        config.heartbeat = world.plan.heartbeat;
        config.limits = world.plan.limits;
        switch (world.plan.where) {
            case BACKGROUND -> config.delivery = Delivery.on(world.executor);
            case CALLER -> config.delivery = Delivery.on(Runnable::run);
            case DIRECT -> config.delivery = Delivery.direct();
        }
        if (world.plan.poison != null) config.poisonPolicy = world.plan.poison;
        if (world.plan.resends) config.publishGuarantee = PublishGuarantee.AT_LEAST_ONCE;
        if (world.plan.credentials) config.credentials = new SimCredentials(world);
        if (world.plan.decodes) config.decoder = new SimDecoder();
        if (world.plan.keeps) config.cursorStore = store;
        SimEvents events = world.events;
        if (world.plan.monitors) config.monitors = List.of(new Thrower(), new Counter(events));
        RealClient client = Rig.client(config, runtime, world.transport);
        SimPeek.inOrder(client, "sessions");
        client.addConnectionListener(event -> {
            if (world.trace.on) world.trace.add("client: " + event);
            if (event.toString().contains(SimCredentials.SECRET)) world.fail("a secret is told to listeners: " + event);
            if (world.clock.onLoop()) world.fail("a connection listener was called on the loop");
            events.told(event);
        });
        return client;
    }
}
