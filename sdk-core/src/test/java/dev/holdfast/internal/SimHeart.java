package dev.holdfast.internal;

import dev.holdfast.CloseReason;

/** Watches how links judge their peers: a dead one is left in time, a live one is not taken for dead. */
final class SimHeart {
    private static final long SOON = SimClock.millis(1);

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
        if (silent < interval + grace) {
            world.fail("link " + link.number + " was given up " + silent / 1_000_000 + " ms after it was heard");
        }
        // Who sleeps between question and answer cannot know.
        boolean slept = world.clock.jumpedSince(world.clock.nanoTime() - grace + 1);
        if (link.peer != null && !link.peer.gone && !slept) {
            world.fail("link " + link.number + " was given up for dead, and its peer was alive");
        }
    }
}
