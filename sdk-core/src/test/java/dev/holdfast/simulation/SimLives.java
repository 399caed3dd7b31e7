package dev.holdfast.simulation;

import dev.holdfast.Delivery;
import dev.holdfast.PublishGuarantee;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.SharedRuntime;

/** The app's process: it ends now and then, in good order or not, and begins anew with the same store. */
final class SimLives {
    private enum End {
        /** From one moment to the next: nothing of it goes on, nothing is saved any more. */
        KILLED,
        /** The client is closed, and the process does not wait for what that still does. */
        HASTY,
        /** The client is closed or drained, and the process ends when nothing goes on. */
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

    /** Whether it is over, and what still runs is only on its way out. */
    boolean dying() {
        return dying;
    }

    /** Whether the life before had the time to save everything. */
    boolean orderly() {
        return orderly;
    }

    /** Has the process end at times drawn now. */
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

    /** Whether the next life can begin. Asked where nothing of this one is on the stack. */
    boolean ended() {
        return dying || (end == End.ORDERLY && world.quiet());
    }

    /** Begins the next life if this one has ended; false when there is none to begin. */
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

    /** The client of a life, with all that is outside of it simulated. */
    RealClient newClient() {
        SharedRuntime runtime =
                new SharedRuntime(world.clock, world.clock::work, world::draw, world::drive, world::waiting, "c");
        String url = (world.plan.sends ? "wss" : "https") + "://sim.example/feed";
        ClientConfig config = Rig.config(url, world.transport, world.protocol);
        config.backoff = world.plan.backoff;
        config.heartbeat = world.plan.heartbeat;
        config.limits = world.plan.limits;
        switch (world.plan.where) {
            case BACKGROUND -> config.delivery = Delivery.on(world.clock::work);
            case CALLER -> config.delivery = Delivery.on(Runnable::run);
            case DIRECT -> config.delivery = Delivery.direct();
        }
        if (world.plan.resends) config.publishGuarantee = PublishGuarantee.AT_LEAST_ONCE;
        if (world.plan.credentials) config.credentials = new SimCredentials(world);
        if (world.plan.keeps) config.cursorStore = world.store.forLife();
        RealClient client = Rig.client(config, runtime, world.transport);
        SimPeek.inOrder(client, "sessions");
        client.addConnectionListener(event -> {
            if (world.trace.on) world.trace.add("client: " + event);
            if (event.toString().contains(SimCredentials.SECRET)) world.fail("a secret is told to listeners: " + event);
            if (world.clock.onLoop()) world.fail("a connection listener was called on the loop");
        });
        return client;
    }
}
