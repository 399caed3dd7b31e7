package dev.holdfast.internal.session;

import dev.holdfast.ConnectionState;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.ConnectLimiter;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** The only writer of a session's phase: checks the table, ends the phase's one timer, and tells. */
@OnLoop
final class PhaseMachine {
    /** Says that no back-off begins. */
    static final long NO_DELAY = -1;

    private final EventLoop loop;
    private final ObjLongConsumer<ConnectionState> changed;
    // Volatile for diagnostics; only the loop writes.
    private volatile @AnyThread Phase phase = Phase.IDLE;
    private volatile @AnyThread boolean retrying;
    private EventLoop.@Nullable Timer timer;
    private long dueNanos;
    private final ConnectLimiter budget;
    private ConnectLimiter.@Nullable Slot slot;
    /** What stands in line for an attempt. */
    private @Nullable Runnable queuedAttempt;

    /** {@code changed} hears the state before, and the back-off in nanoseconds or {@link #NO_DELAY}. */
    PhaseMachine(EventLoop loop, ConnectLimiter budget, ObjLongConsumer<ConnectionState> changed) {
        this.loop = loop;
        this.budget = budget;
        this.changed = changed;
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

    void transitionTo(Phase next) {
        transitionTo(next, NO_DELAY);
    }

    void transitionTo(Phase next, long delayNanos) {
        loop.assertHere();
        if (!next.mayFollow(phase)) throw new IllegalStateException(phase + " -> " + next);
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
            changed.accept(previous, delayNanos);
        }
    }

    /** Whether an attempt may begin now; if not, {@code attempt} runs in its turn, unless the phase changes before. */
    boolean mayAttemptNow(Runnable attempt) {
        loop.assertHere();
        if (budget.hasFreeSlot()) return true;
        if (queuedAttempt != null) return false;
        queuedAttempt = () -> {
            queuedAttempt = null;
            attempt.run();
        };
        budget.enqueue(queuedAttempt);
        return false;
    }

    /** Sets this phase's timer. */
    void startTimer(long delayNanos, Runnable task) {
        loop.assertHere();
        if (timer != null) timer.cancel();
        timer = loop.schedule(delayNanos, task);
        dueNanos = loop.nanoTime() + delayNanos;
    }

    /** The same, unless the timer that is set comes first. */
    void shortenTimer(long delayNanos, Runnable task) {
        loop.assertHere();
        if (timer == null || dueNanos - loop.nanoTime() > delayNanos) startTimer(delayNanos, task);
    }
}
