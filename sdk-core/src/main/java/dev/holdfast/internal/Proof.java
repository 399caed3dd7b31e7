package dev.holdfast.internal;

import java.time.Duration;

/** Has a link's peer prove that it is there, within a time that is shorter than the heartbeat's. On the loop. */
final class Proof {
    private Proof() {}

    /** An attempt has not succeeded within the time: its session dials another at once. On the loop. */
    static void overdue(Link link, long withinNanos, Session session) {
        session.ended(link, link.dialling.overdue("The attempt", Duration.ofNanos(withinNanos)));
        session.tryNow();
    }

    /** Its session dials another at once unless something is heard from now on, or the link is over by then. */
    static void ask(Loop loop, Link link, long withinNanos, Session session) {
        long asked = loop.nanoTime();
        link.probe();
        loop.schedule(withinNanos, () -> {
            Pulse pulse = link.pulse();
            // While a listener holds up the reading thread nothing can be concluded from silence.
            if (link.isOver() || !pulse.reading() || pulse.heardNanos() - asked >= 0) return;
            link.dead(loop.nanoTime() - pulse.heardNanos());
            session.tryNow();
        });
    }
}
