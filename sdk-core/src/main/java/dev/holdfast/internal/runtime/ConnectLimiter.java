package dev.holdfast.internal.runtime;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The limiter of concurrent attempts of all clients that share a runtime. When the network returns for a thousand
 * clients, the server does not receive a thousand attempts at once.
 */
@OnLoop
public final class ConnectLimiter {
    /** An attempt that hangs must not delay attempts to other servers for longer. */
    static final long MAX_HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A part of the budget. Released once, by its holder or by a timer. */
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

    /** Returns true if an attempt may start now. Queued attempts come before others. */
    public boolean hasFreeSlot() {
        loop.assertHere();
        return slotsTaken < maxSlots && (serving || queue.isEmpty());
    }

    /** Takes a slot for an attempt that starts. */
    public Slot takeSlot() {
        loop.assertHere();
        Slot slot = new Slot();
        slotsTaken++;
        return slot;
    }

    /** Queues an attempt that runs when a slot is free. */
    public void enqueue(Runnable attempt) {
        loop.assertHere();
        queue.add(attempt);
    }

    /** Removes an attempt that is no longer needed from the queue. */
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
