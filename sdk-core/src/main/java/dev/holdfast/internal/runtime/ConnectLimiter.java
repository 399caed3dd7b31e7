package dev.holdfast.internal.runtime;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How many attempts may begin at once in all clients that share a runtime: when the network comes back for a thousand of
 * them, the server is not met by a thousand.
 */
@OnLoop
public final class ConnectLimiter {
    /** An attempt that hangs must not hold back those to other servers for longer. */
    static final long MAX_HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A part of the budget, given back once, by its holder or by time. */
    public final class Slot {
        private final EventLoop.Timer timer = loop.schedule(MAX_HOLD_NANOS, this::release);
        private boolean held = true;

        public void release() {
            loop.assertHere();
            if (!held) return;
            held = false;
            timer.cancel();
            slotsTaken--;
            startQueued();
        }
    }

    private final EventLoop loop;
    private final int maxSlots;
    private final Set<Runnable> queue = new LinkedHashSet<>();
    private int slotsTaken;
    private boolean serving;

    ConnectLimiter(EventLoop loop, int most) {
        this.loop = loop;
        this.maxSlots = most;
    }

    /** Whether an attempt may begin now: those in line come before others. */
    public boolean hasFreeSlot() {
        loop.assertHere();
        return slotsTaken < maxSlots && (serving || queue.isEmpty());
    }

    /** An attempt begins. */
    public Slot takeSlot() {
        loop.assertHere();
        slotsTaken++;
        return new Slot();
    }

    /** Has it run when its turn has come. */
    public void enqueue(Runnable attempt) {
        loop.assertHere();
        queue.add(attempt);
    }

    /** It is wanted no longer. */
    public void dequeue(Runnable attempt) {
        loop.assertHere();
        queue.remove(attempt);
    }

    private void startQueued() {
        if (serving) return;
        serving = true;
        try {
            while (slotsTaken < maxSlots && !queue.isEmpty()) {
                Iterator<Runnable> first = queue.iterator();
                Runnable next = first.next();
                first.remove();
                next.run();
            }
        } finally {
            serving = false;
        }
    }
}
