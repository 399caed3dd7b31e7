package dev.holdfast.simulation;

import java.util.HashMap;
import java.util.Map;

/** The subscribes of one connection that the server forgot: the client repeats each once, and then gives up the link. */
final class SimForgotten {
    /** The time within which the client must have reacted: more than any latency. */
    private static final long ARRIVAL_NANOS = SimClock.millis(1000);

    private final SimWorld world;
    private final SimLink link;
    /** The subscribes of each subscription that arrived on the link, and those in a row that were forgotten. */
    private final Map<SimSub, Integer> arrived = new HashMap<>();

    private final Map<SimSub, Integer> forgotten = new HashMap<>();

    SimForgotten(SimWorld world, SimLink link) {
        this.world = world;
        this.link = link;
    }

    /** Called for each subscribe. Returns whether the server forgets it. */
    boolean forgets(SimSub sub) {
        int count = arrived.merge(sub, 1, Integer::sum);
        int before = forgotten.getOrDefault(sub, 0);
        boolean live = !link.link.isOver() && !sub.over();
        // Without space in its queue, a topic is subscribed more often.
        if (before > 1 && live && !world.plan.leaves()) world.fail(sub + " was requested a third time on one link");
        if (!world.plan.forgets() || world.healing() || world.more.nextInt(6) > 0) {
            forgotten.remove(sub);
            return false;
        }
        forgotten.put(sub, before + 1);
        sub.forgotten++;
        if (world.trace.on) world.trace.add("server: forgets the subscribe of " + sub);
        expectAnother(sub, count, 3);
        return true;
    }

    /** The client waits longer while its reading thread is held up, while it writes, and after it has slept. */
    private void expectAnother(SimSub sub, int count, int periods) {
        long since = world.clock.nanoTime();
        world.clock.event(world.plan.limits.replyTimeout().toNanos() + ARRIVAL_NANOS, () -> {
            boolean left = link.link.isOver() || link.left() || link.isDeaf() || sub.over();
            if (left || arrived.get(sub) > count || world.plan.writeNanos > 0) return;
            boolean late = link.heldUp() || world.clock.jumpedSince(since);
            if (late) expectAnother(sub, count, 3);
            else if (periods > 1) expectAnother(sub, count, periods - 1);
            else world.fail(sub + " was not confirmed, and was neither requested again nor its link left");
        });
    }
}
