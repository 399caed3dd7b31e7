package dev.holdfast.internal.session;

import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.link.LinkActivity;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;

/** A one-time check that a link's peer is alive, with a timeout shorter than the heartbeat's. */
@OnLoop
final class LivenessCheck {
    private LivenessCheck() {}

    /** Ends an attempt that has not succeeded within the timeout. The session makes the next attempt immediately. */
    static void attemptOverdue(Link link, long withinNanos, Session session) {
        session.linkEnded(link, link.dialTask.timeoutReason("Connect attempt", Duration.ofNanos(withinNanos)));
        session.retryNow();
    }

    /**
     * Sends a probe. If nothing is received within the timeout, ends the link, and the session makes the next attempt
     * immediately. Does nothing if the link has ended by then, or if a listener blocks its reading thread.
     */
    static void verifyAlive(Link link, long withinNanos, Session session) {
        session.loop.assertHere();
        long asked = session.loop.nanoTime(); // before the probe: its answer may come while this thread is held up
        link.sendProbe();
        awaitAnswer(link, asked, withinNanos, withinNanos, session);
    }

    private static void awaitAnswer(Link link, long asked, long delayNanos, long withinNanos, Session session) {
        session.loop.schedule(delayNanos, () -> {
            LinkActivity activity = link.activity();
            // While a listener blocks the reading thread, silence says nothing about the peer.
            if (link.isOver() || !activity.isReading() || activity.lastReceivedNanos() - asked >= 0) return;
            long left = activity.answerAwaitedNanos() + withinNanos - session.loop.nanoTime();
            if (left > 0) { // the probe is behind a large frame
                awaitAnswer(link, asked, left, withinNanos, session);
                return;
            }
            link.peerDead(session.loop.nanoTime() - activity.lastReceivedNanos());
            session.retryNow();
        });
    }
}
