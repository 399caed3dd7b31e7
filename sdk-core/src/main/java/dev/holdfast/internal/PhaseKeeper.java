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

    /** {@code changed} hears the state before, and the back-off in nanoseconds or {@link #NO_DELAY}. */
    PhaseKeeper(Loop loop, ObjLongConsumer<ConnectionState> changed) {
        this.loop = loop;
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
        ConnectionState previous = state();
        phase = next;
        again = next == Phase.WAITING || (again && next != Phase.IDLE);
        if (previous != state() || next == Phase.CONNECTING || next == Phase.WAITING) {
            changed.accept(previous, delayNanos);
        }
    }

    /** Sets this phase's timer. */
    void after(long delayNanos, Runnable task) {
        if (timer != null) timer.cancel();
        timer = loop.schedule(delayNanos, task);
    }
}
