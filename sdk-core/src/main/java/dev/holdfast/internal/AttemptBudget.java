package dev.holdfast.internal;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How many attempts may begin at once in all clients that share a runtime: when the network comes back for a thousand of
 * them, the server is not met by a thousand. On the loop.
 */
final class AttemptBudget {
    /** An attempt that hangs must not hold back those to other servers for longer. */
    static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A part of the budget, given back once, by its holder or by time. */
    final class Slot {
        private final Loop.Timer timer = loop.schedule(HELD_NANOS, this::free);
        private boolean held = true;

        void free() {
            if (!held) return;
            held = false;
            timer.cancel();
            taken--;
            serve();
        }
    }

    private final Loop loop;
    private final int most;
    private final Set<Runnable> line = new LinkedHashSet<>();
    private int taken;
    private boolean serving;

    AttemptBudget(Loop loop, int most) {
        this.loop = loop;
        this.most = most;
    }

    /** Whether an attempt may begin now: those in line come before others. */
    boolean hasRoom() {
        return taken < most && (serving || line.isEmpty());
    }

    /** An attempt begins. */
    Slot take() {
        taken++;
        return new Slot();
    }

    /** Has it run when its turn has come. */
    void queue(Runnable attempt) {
        line.add(attempt);
    }

    /** It is wanted no longer. */
    void leave(Runnable attempt) {
        line.remove(attempt);
    }

    private void serve() {
        if (serving) return;
        serving = true;
        try {
            while (taken < most && !line.isEmpty()) {
                Iterator<Runnable> first = line.iterator();
                Runnable next = first.next();
                first.remove();
                next.run();
            }
        } finally {
            serving = false;
        }
    }
}
