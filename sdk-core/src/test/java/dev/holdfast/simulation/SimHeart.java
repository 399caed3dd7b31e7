package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;

/** Watches how links judge their peers: a dead one is left in time, a live one is not taken for dead. */
final class SimHeart {
    private static final long SOON = SimClock.millis(1);

    /** Between two times for a sign of life within so long; the device may have slept in between. */
    record Asked(long from, long until, long within) {}

    private final SimWorld world;
    private final long grace;

    SimHeart(SimWorld world) {
        this.world = world;
        this.grace = world.plan.heartbeat.grace().toNanos();
    }

    /** From now on nothing comes from this link's peer but what is on its way. */
    void silenced(SimLink link, long since) {
        long now = world.clock.nanoTime();
        if (link.left() || link.link.isOver()) return;
        long interval = link.intervalNanos;
        long last = Math.max(since, link.readNanos);
        long due = last + interval + grace;
        // Who slept through the interval has only asked when it woke.
        if (world.clock.jumpedSince(last)) due = Math.max(due, world.clock.jumpedAt() + grace);
        // A thread that is held up reads nothing, and begins to wait when it is let go.
        if (link.heldUp()) due = now + interval;
        // The heart begins to beat when the loop hears that it is open, which may be after a sleep.
        due = Math.max(due, (link.knownNanos < 0 ? now : link.knownNanos) + interval + grace);
        if (now > due) {
            world.fail("link " + link.number + " is not left " + (now - last) / 1_000_000
                    + " ms after the last that was heard, with a heartbeat of " + interval / 1_000_000 + "+"
                    + grace / 1_000_000 + " ms");
        }
        world.clock.event(due + SOON - now, () -> silenced(link, since));
    }

    /** A platform has it show that it lives: one that is connected is left unless something is heard in time. */
    void asked(SimLink link, long from, long within) {
        long now = world.clock.nanoTime();
        link.asked.add(new Asked(from, now, within));
        if (world.clock.onLoop(link.session::connectionState) != ConnectionState.CONNECTED) return;
        world.clock.schedule(within, () -> {
            if (link.left() || link.link.isOver() || link.heldUp() || link.heardNanos >= from) return;
            if (link.link.activity().lastReceivedNanos() >= from) return; // its thread was held up meanwhile
            world.fail("link " + link.number + " was heard last before it was asked, " + within / 1_000_000
                    + " ms ago, and is not left");
        });
    }

    /** Whether a link that is over was left because it had not shown in time that it lives. */
    boolean overdue(SimLink link) {
        CloseReason reason = SimPeek.lastReason(link.session);
        if (reason == null) return false;
        long now = world.clock.nanoTime();
        boolean attempt = reason.kind() == CloseReason.Kind.TIMEOUT || reason.kind() == CloseReason.Kind.CREDENTIALS;
        boolean silent = reason.kind() == CloseReason.Kind.HEARTBEAT;
        return link.asked.stream()
                .anyMatch(a -> now >= a.from + a.within && (attempt || (silent && link.heardNanos <= a.until)));
    }

    /** The client reads how often the server means to be heard: a heartbeat that asks becomes shorter only. */
    void promised(SimLink link, long millis) {
        if (millis == 0) return;
        long nanos = SimClock.millis(millis);
        long own = world.plan.heartbeat.interval().toNanos();
        link.behind(() -> link.intervalNanos = world.plan.sends ? Math.min(own, nanos) : nanos);
    }

    /** A link is over: was its peer dead if it was given up for dead? */
    void over(SimLink link) {
        CloseReason reason = SimPeek.lastReason(link.session);
        if (reason != null && reason.kind() == CloseReason.Kind.OVERLOADED && !link.stalled) {
            world.fail("link " + link.number + " was given up though its peer reads: " + reason);
        }
        if (reason == null || reason.kind() != CloseReason.Kind.HEARTBEAT) return;
        long interval = link.intervalNanos;
        long silent = world.clock.nanoTime() - link.heardNanos;
        boolean asked = overdue(link);
        if (asked && !world.plan.sends) return; // nothing can be asked there
        if (!asked && silent < interval + grace) {
            world.fail("link " + link.number + " was given up " + silent / 1_000_000 + " ms after it was heard");
        }
        // Who sleeps between question and answer cannot know.
        long since = asked ? link.asked.get(0).from : world.clock.nanoTime() - grace + 1;
        boolean slept = world.clock.jumpedSince(since);
        if (link.peer != null && !link.peer.gone && !slept) {
            world.fail("link " + link.number + " was given up for dead, and its peer was alive");
        }
    }
}
