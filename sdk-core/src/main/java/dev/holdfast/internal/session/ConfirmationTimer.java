package dev.holdfast.internal.session;

import dev.holdfast.SubscriptionState;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time limit for the confirmation of each subscription on one link. Uses one timer, and only while some are due. */
@OnLoop
final class ConfirmationTimer implements Runnable {
    /** A timer that is later than this was held up by a sleeping device: the reply has not been read yet. */
    private static final long SLEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final long timeoutNanos;
    private final SessionSubscriptions owner;
    /** The requests on the link, oldest first. Confirmed ones leave when they come to the front. */
    private final ArrayDeque<RealWireSubscription> requests = new ArrayDeque<>();

    private EventLoop.@Nullable Timer timer;

    /** {@code owner} receives each request that was not confirmed in time. */
    ConfirmationTimer(EventLoop loop, long timeoutNanos, SessionSubscriptions owner) {
        this.loop = loop;
        this.timeoutNanos = timeoutNanos;
        this.owner = owner;
    }

    /** Starts the time of a request that is about to be sent. */
    void requested(RealWireSubscription wire) {
        loop.assertHere();
        wire.requestedNanos = loop.nanoTime();
        skipSettled();
        requests.add(wire);
        if (timer == null) timer = loop.schedule(timeoutNanos, this);
    }

    /** Forgets all requests, because their link has ended. */
    void stop() {
        loop.assertHere();
        requests.clear();
        if (timer != null) timer.cancel();
        timer = null;
    }

    /** Looks for overdue requests. Called by the timer. */
    @Override
    public void run() {
        timer = null;
        Link link = owner.link;
        // Looked at once: the first request that is repeated waits to be written.
        boolean delayed = link == null || link.isReplyDelayed();
        skipSettled();
        while (!requests.isEmpty() && remainingNanos() <= 0) {
            boolean slept = remainingNanos() < -SLEPT_NANOS;
            RealWireSubscription overdue = requests.remove();
            if (slept || delayed || link == null) requested(overdue);
            else owner.unconfirmed(link, overdue);
            skipSettled();
        }
        if (timer == null && !requests.isEmpty()) timer = loop.schedule(remainingNanos(), this);
    }

    private long remainingNanos() {
        return requests.element().requestedNanos + timeoutNanos - loop.nanoTime();
    }

    private void skipSettled() {
        while (!requests.isEmpty() && !isPending(requests.element())) requests.remove();
    }

    private static boolean isPending(RealWireSubscription wire) {
        return wire.subscription.wire == wire && wire.mailbox.state() == SubscriptionState.SUBSCRIBING;
    }
}
