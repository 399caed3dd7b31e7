package dev.holdfast.internal.session;

import dev.holdfast.ConnectionState;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.ConnectLimiter;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a session and the only writer of its phase. Each transition is checked against {@link
 * Phase#mayFollow}, cancels the timer of the previous phase, and is reported. Also takes and releases the slot of the
 * {@link ConnectLimiter}.
 */
@OnLoop
final class PhaseMachine {
    /** Stands for "no back-off begins". */
    static final long NO_DELAY = -1;

    private final Session session;
    private final SessionLoop loop;
    // Volatile, because diagnostics read them from other threads.
    private volatile @AnyThread Phase phase = Phase.IDLE;
    private volatile @AnyThread boolean retrying;
    private EventLoop.@Nullable Timer timer;
    private long dueNanos;
    private final ConnectLimiter budget;
    private ConnectLimiter.@Nullable Slot slot;
    /** The attempt that waits in the queue of the limiter, null for none. */
    private @Nullable Runnable queuedAttempt;

    PhaseMachine(Session session, ConnectLimiter budget) {
        this.session = session;
        this.loop = session.loop;
        this.budget = budget;
    }

    boolean isIn(Phase p) {
        return phase == p;
    }

    @AnyThread
    Phase currentPhase() {
        return phase;
    }

    ConnectionState connectionState() {
        return phase.connectionState(retrying);
    }

    /** Enters a phase without a back-off. */
    void transitionTo(Phase next) {
        transitionTo(next, NO_DELAY);
    }

    /**
     * Enters a phase. Reports it if the state of the app changes, and each time for CONNECTING and WAITING.
     *
     * @throws IllegalStateException if the transition is not allowed
     */
    void transitionTo(Phase next, long delayNanos) {
        loop.assertHere();
        if (!next.mayFollow(phase)) throw new IllegalStateException("Illegal transition: " + phase + " -> " + next);
        if (timer != null) timer.cancel();
        timer = null;
        if (queuedAttempt != null) budget.dequeue(queuedAttempt);
        queuedAttempt = null;
        if (slot != null && next != Phase.HANDSHAKING) slot.release();
        if (next == Phase.CONNECTING) slot = budget.takeSlot();
        ConnectionState previous = connectionState();
        phase = next;
        retrying = next == Phase.WAITING || (retrying && next != Phase.IDLE);
        if (previous != connectionState() || next == Phase.CONNECTING || next == Phase.WAITING) {
            session.phaseChanged(previous, delayNanos);
        }
    }

    /**
     * Returns true if an attempt may start now. Otherwise queues {@code attempt}, which runs in its turn unless the
     * phase changes first.
     */
    boolean mayAttemptNow(Runnable attempt) {
        loop.assertHere();
        if (budget.hasFreeSlot()) return true;
        if (queuedAttempt != null) return false;
        queuedAttempt = () -> {
            queuedAttempt = null;
            try {
                attempt.run();
            } catch (Throwable t) { // the caller is the session that has freed the slot
                loop.taskFailed(t);
            }
        };
        budget.enqueue(queuedAttempt);
        return false;
    }

    /** Starts the timer of the current phase. Replaces a timer that is running. */
    void startTimer(long delayNanos, Runnable task) {
        loop.assertHere();
        if (timer != null) timer.cancel();
        timer = loop.schedule(delayNanos, task);
        dueNanos = loop.nanoTime() + delayNanos;
    }

    /** Starts the timer unless the running timer fires earlier. */
    void shortenTimer(long delayNanos, Runnable task) {
        loop.assertHere();
        if (timer == null || dueNanos - loop.nanoTime() > delayNanos) startTimer(delayNanos, task);
    }
}
