package dev.holdfast.internal;

import dev.holdfast.ConnectionState;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** The only writer of a session's phase: checks the table, ends the phase's one timer, and tells. On the loop. */
final class PhaseKeeper {
    /** Says that no back-off begins. */
    static final long NO_DELAY = -1;

    private final Loop loop;
    private final ObjLongConsumer<ConnectionState> changed;
    // Volatile for diagnostics; only the loop writes.
    private volatile Phase phase = Phase.IDLE;
    private volatile boolean again;
    private Loop.@Nullable Timer timer;
    private long dueNanos;
    private final AttemptBudget budget;
    private AttemptBudget.@Nullable Slot slot;
    /** What stands in line for an attempt. */
    private @Nullable Runnable turn;

    /** {@code changed} hears the state before, and the back-off in nanoseconds or {@link #NO_DELAY}. */
    PhaseKeeper(Loop loop, AttemptBudget budget, ObjLongConsumer<ConnectionState> changed) {
        this.loop = loop;
        this.budget = budget;
        this.changed = changed;
    }

    boolean is(Phase p) {
        return phase == p;
    }

    Phase now() {
        return phase;
    }

    ConnectionState state() {
        return phase.state(again);
    }

    void enter(Phase next) {
        enter(next, NO_DELAY);
    }

    void enter(Phase next, long delayNanos) {
        if (!next.mayFollow(phase)) throw new IllegalStateException(phase + " -> " + next);
        if (timer != null) timer.cancel();
        timer = null;
        if (turn != null) budget.leave(turn);
        turn = null;
        if (slot != null && next != Phase.HANDSHAKING) slot.free();
        if (next == Phase.CONNECTING) slot = budget.take();
        ConnectionState previous = state();
        phase = next;
        again = next == Phase.WAITING || (again && next != Phase.IDLE);
        if (previous != state() || next == Phase.CONNECTING || next == Phase.WAITING) {
            changed.accept(previous, delayNanos);
        }
    }

    /** Whether an attempt may begin now; if not, {@code attempt} runs in its turn, unless the phase changes before. */
    boolean mayAttempt(Runnable attempt) {
        if (budget.hasRoom()) return true;
        if (turn != null) return false;
        turn = () -> {
            turn = null;
            attempt.run();
        };
        budget.queue(turn);
        return false;
    }

    /** Sets this phase's timer. */
    void after(long delayNanos, Runnable task) {
        if (timer != null) timer.cancel();
        timer = loop.schedule(delayNanos, task);
        dueNanos = loop.nanoTime() + delayNanos;
    }

    /** The same, unless the timer that is set comes first. */
    void within(long delayNanos, Runnable task) {
        if (timer == null || dueNanos - loop.nanoTime() > delayNanos) after(delayNanos, task);
    }
}
