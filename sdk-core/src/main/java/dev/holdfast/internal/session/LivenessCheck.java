package dev.holdfast.internal.session;

import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.link.LinkActivity;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;

/** Has a link's peer prove that it is there, within a time that is shorter than the heartbeat's. */
@OnLoop
final class LivenessCheck {
    private LivenessCheck() {}

    /** An attempt has not succeeded within the time: its session dials another at once. */
    static void attemptOverdue(Link link, long withinNanos, Session session) {
        session.linkEnded(link, link.dialTask.timeoutReason("The attempt", Duration.ofNanos(withinNanos)));
        session.retryNow();
    }

    /** Its session dials another at once unless something is heard from now on, or the link is over by then. */
    static void verifyAlive(EventLoop loop, Link link, long withinNanos, Session session) {
        loop.assertHere();
        long asked = loop.nanoTime();
        link.sendProbe();
        loop.schedule(withinNanos, () -> {
            LinkActivity activity = link.activity();
            // While a listener holds up the reading thread nothing can be concluded from silence.
            if (link.isOver() || !activity.isReading() || activity.lastReceivedNanos() - asked >= 0) return;
            link.peerDead(loop.nanoTime() - activity.lastReceivedNanos());
            session.retryNow();
        });
    }
}
