package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;

/** Checks the heartbeat of links: a dead peer is detected in time, and a live one is never dropped. */
final class SimHeart {
    private static final long SOON = SimClock.millis(1);

    /** The period in which a sign of life is due. The device may have slept in between. */
    record Asked(long from, long until, long within) {}

    /** Whether the peer of a link stopped sending at some time. */
    boolean silencedOnce;

    private final SimWorld world;
    private final long grace;

    SimHeart(SimWorld world) {
        this.world = world;
        this.grace = world.plan.heartbeat.grace().toNanos();
    }

    /** Called when the peer of a link stops sending. Bytes in flight still arrive. */
    void silenced(SimLink link, long since) {
        silencedOnce = true;
        long now = world.clock.nanoTime();
        if (link.left() || link.link.isOver()) return;
        long interval = link.intervalNanos;
        long last = Math.max(since, link.readNanos);
        long due = last + interval + grace;
        // After sleeping through the interval, the client sends its probe only when it wakes up.
        if (world.clock.jumpedSince(last)) due = Math.max(due, world.clock.jumpedAt() + grace);
        // A blocked thread reads nothing. Its wait starts when it continues.
        if (link.heldUp()) due = now + interval;
        // The heartbeat starts when the loop learns that the connection is open, which may be after a sleep.
        due = Math.max(due, (link.knownNanos < 0 ? now : link.knownNanos) + interval + grace);
        // A probe that waits for a write is awaited from when it is written.
        if (link.writeProgress() >= 0) due = Math.max(due, link.writeProgress() + grace);
        if (now > due) {
            world.fail("link " + link.number + " is not left " + (now - last) / 1_000_000
                    + " ms after the last that was heard, with a heartbeat of " + interval / 1_000_000 + "+"
                    + grace / 1_000_000 + " ms");
        }
        world.clock.event(due + SOON - now, () -> silenced(link, since));
    }

    /** Called when a platform verifies a link. A connected one is dropped unless something arrives in time. */
    void asked(SimLink link, long from, long within) {
        long now = world.clock.nanoTime();
        link.asked.add(new Asked(from, now, within));
        if (world.clock.onLoop(link.session::connectionState) != ConnectionState.CONNECTED) return;
        world.clock.schedule(within, () -> {
            if (link.left() || link.link.isOver() || link.heldUp() || link.heardNanos >= from) return;
            if (link.link.activity().lastReceivedNanos() >= from) return; // Its thread was blocked in the meantime.
            if (link.writeProgress() >= from) return; // The probe waited for a write.
            world.fail("link " + link.number + " was heard last before it was asked, " + within / 1_000_000
                    + " ms ago, and is not left");
        });
    }

    /** Returns whether a link ended because it failed a liveness check. */
    boolean overdue(SimLink link) {
        CloseReason reason = SimPeek.lastReason(link.session);
        if (reason == null) return false;
        long now = world.clock.nanoTime();
        boolean attempt = reason.kind() == CloseReason.Kind.TIMEOUT || reason.kind() == CloseReason.Kind.CREDENTIALS;
        boolean silent = reason.kind() == CloseReason.Kind.HEARTBEAT;
        return link.asked.stream()
                .anyMatch(a -> now >= a.from + a.within && (attempt || (silent && link.heardNanos <= a.until)));
    }

    /**
     * Called when the client receives the heartbeat interval of the server. A probing heartbeat may only become
     * shorter.
     */
    void promised(SimLink link, long millis) {
        if (millis == 0) return;
        long nanos = SimClock.millis(millis);
        long own = world.plan.heartbeat.interval().toNanos();
        link.behind(() -> link.intervalNanos = world.plan.sends ? Math.min(own, nanos) : nanos);
    }

    /** Checks an ended link: if it was dropped as dead, was its peer dead? */
    void over(SimLink link) {
        CloseReason reason = SimPeek.lastReason(link.session);
        if (reason != null && reason.kind() == CloseReason.Kind.OVERLOADED && !link.stalled) {
            world.fail("link " + link.number + " was given up though its peer reads: " + reason);
        }
        boolean stalls = reason != null && reason.text().startsWith("Write timed out");
        if (stalls && !link.stalled && !link.writesLate()) {
            world.fail("link " + link.number + " was given up though its writes made progress: " + reason);
        }
        if (reason == null || reason.kind() != CloseReason.Kind.HEARTBEAT) return;
        long interval = link.intervalNanos;
        long silent = world.clock.nanoTime() - link.heardNanos;
        boolean asked = overdue(link);
        if (asked && !world.plan.sends) return; // It cannot be probed.
        if (!asked && silent < interval + grace) {
            world.fail("link " + link.number + " was given up " + silent / 1_000_000 + " ms after it was heard");
        }
        // A device that sleeps between probe and reply cannot know.
        long since = asked ? link.asked.get(0).from : world.clock.nanoTime() - grace + 1;
        boolean slept = world.clock.jumpedSince(since);
        // The time that a platform gives may be shorter than a write.
        if (link.writesLate() || (asked && world.plan.writeNanos > 0)) return;
        if (link.peer != null && !link.peer.gone && !slept) {
            world.fail("link " + link.number + " was given up for dead, and its peer was alive");
        }
    }
}
