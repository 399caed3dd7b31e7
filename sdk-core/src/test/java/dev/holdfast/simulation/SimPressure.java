package dev.holdfast.simulation;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionStats;
import java.util.HashSet;
import java.util.Set;

/** Checks the effects of a full queue on one subscription: what may be dropped, and what must arrive. */
final class SimPressure {
    private final SimWorld world;
    private final SimSub sub;
    /** The read in progress, and the number of messages that wait with its own. */
    private int piece = -1;

    private int waiting;
    private boolean full;
    /** Whether the queue was full, the loop has processed that, and nothing has arrived since. */
    private boolean mustEnd;

    SimPressure(SimWorld world, SimSub sub) {
        this.world = world;
        this.sub = sub;
    }

    // ---- Overflow.fail()

    /** Called before the client reads one more message that it has not received. */
    void fed(SimLink link) {
        if (world.plan.kind != Overflow.Kind.FAIL) return;
        if (piece != world.pieces) {
            piece = world.pieces;
            waiting = sub.handle.stats().queued() + sub.unacknowledged();
        }
        if (++waiting <= world.plan.queue) return;
        full = true;
        // Messages may be delivered between two reads.
        if (world.plan.where == SimPlan.Where.BACKGROUND) link.behind(() -> mustEnd = true);
    }

    /** Called when the subscription ended because its listener was too slow. */
    void slow() {
        if (!full) world.fail(sub + " ended as too slow, and its queue was never full");
        SubscriptionStats stats = sub.handle.stats();
        if (stats.handled() != stats.received())
            world.fail(sub + " ended before it was given what was queued: " + stats);
    }

    // ---- Overflow.latest()

    /** Returns the key of a message, or null if it has none. */
    Object key(Message<?> message) {
        if (world.clock.onLoop()) world.fail("a key was asked for on the loop");
        int number = SimTopic.number(message.text());
        if (!world.healing() && world.random.nextInt(20) == 0) {
            world.await(() -> false, SimClock.millis(world.random.nextInt(200)));
        }
        if (world.plan.unkeyed && number % 11 == 0) throw new SimApp.Thrown();
        return key(number);
    }

    private Integer key(int number) {
        if (world.plan.kind != Overflow.Kind.LATEST || exotic()) return 0;
        return world.plan.unkeyed && (number % 7 == 0 || number % 11 == 0)
                ? null
                : (Integer) (number % world.plan.keys);
    }

    /** Returns whether only the newest message is certain to be delivered. */
    private boolean exotic() {
        boolean fits = !world.plan.unkeyed && !world.plan.comments && world.plan.keys <= world.plan.queue;
        return world.plan.queue < SimPlan.ROOMY && !fits;
    }

    /** Called when a queued message is not delivered. */
    void skipped(int number, int fed) {
        if (world.plan.kind != Overflow.Kind.LATEST || exotic()) return;
        Integer key = key(number);
        for (int n = number + 1; key != null && n <= fed; n++) {
            if (!sub.topic.post(n).silent() && key.equals(key(n))) return;
        }
        world.fail(sub + " was not given message " + number + ", and nothing newer of its key had come");
    }

    // ---- when all has come to rest

    /** Returns whether queued messages wait until the listener acknowledges others. */
    boolean awaitsAcknowledgement() {
        return makesWayForNew() && sub.unacknowledged() >= world.plan.queue;
    }

    private boolean makesWayForNew() {
        return world.plan.kind == Overflow.Kind.LATEST || world.plan.kind == Overflow.Kind.DROP_OLDEST;
    }

    void atRest() {
        if (mustEnd) world.fail(sub + " did not end though its queue was full");
        boolean roomy = world.plan.queue >= SimPlan.ROOMY && world.plan.kind != Overflow.Kind.LATEST;
        if (roomy && sub.handle.stats().dropped() > 0) world.fail(sub + " shed messages though it had room");
        if (keepsNewest()) newest();
    }

    /** Returns whether the newest message is certain to be delivered. */
    boolean keepsNewest() {
        boolean mayLose = sub.continues && world.plan.acknowledgement == Acknowledgement.ON_RECEIPT;
        return makesWayForNew() && !mayLose && world.plan.ids();
    }

    private void newest() {
        Set<Integer> had = new HashSet<>();
        for (int n = sub.topic.last(); sub.chain.owes(n); n--) {
            if (sub.topic.post(n).silent()) continue;
            boolean handed = sub.chain.wasHanded(n);
            // A message that the server lost since may have replaced older ones in an earlier life.
            if (sub.chain.gone(n) && !handed && !sub.continues) continue;
            Integer key = key(n);
            if (key != null && !had.add(key)) continue;
            if (!handed && !sub.chain.gone(n))
                world.fail(sub + " was never given message " + n + ", the newest of its key");
        }
    }
}
