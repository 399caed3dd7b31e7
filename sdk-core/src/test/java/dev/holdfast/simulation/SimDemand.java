package dev.holdfast.simulation;

/** The demand of one listener, which must never receive more. */
final class SimDemand {
    private final SimWorld world;
    private final SimSub sub;
    private long wanted;
    private boolean all;

    SimDemand(SimWorld world, SimSub sub) {
        this.world = world;
        this.sub = sub;
    }

    /** Requests some messages now. */
    void ask() {
        if (sub.isDead() || all) return;
        int more = 1 + world.random.nextInt(world.random.nextBoolean() ? 3 : 20);
        if (world.trace.on) world.trace.add("app: " + sub + " asks for " + more + " beside " + wanted);
        wanted += more;
        sub.handle.request(more);
    }

    /** Removes the limit. */
    void askForAll() {
        if (sub.isDead() || all) return;
        all = true;
        sub.handle.request(Long.MAX_VALUE);
    }

    /** Counts a delivered message. */
    void given() {
        if (!all && wanted-- <= 0) world.fail(sub + " was given a message that it did not ask for");
        int when = world.random.nextInt(6);
        if (when < 3 || world.healing()) ask();
        else if (wanted == 0) world.clock.event(SimClock.millis(world.random.nextInt(500)), this::ask);
    }

    /** Returns whether there is no demand. */
    boolean satisfied() {
        return world.plan.onDemand && !all && wanted == 0;
    }
}
