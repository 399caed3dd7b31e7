package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.GuardedBy;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** The waiters for room in a mailbox: read pumps that block, and the callback of a link that could not wait. */
@GuardedBy("Mailbox.lock")
public final class SpaceCondition {
    private final Condition condition;
    /** The number of pumps that wait. There may be two: one of an old link and one of a new link. */
    private int waitingPumps;
    /** The callback of a link that could not wait; null if there is none. */
    private @Nullable Runnable callback;

    public SpaceCondition(Condition condition) {
        this.condition = condition;
    }

    /** Blocks the calling pump until it is woken and checks its condition again. Releases the lock while it waits. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    public void awaitSpace() {
        waitingPumps++;
        condition.awaitUninterruptibly();
        waitingPumps--;
    }

    /** Sets the callback that {@link #spaceFreed} returns once; null removes it. */
    public void setCallback(@Nullable Runnable then) {
        this.callback = then;
    }

    /** Returns true if a link left and will return when there is room. */
    public boolean hasCallback() {
        return callback != null;
    }

    /** Returns true if a pump or a callback waits for room. */
    public boolean isAwaited() {
        return waitingPumps > 0 || callback != null;
    }

    /** Wakes the pumps and removes the callback. Returns it, to be run without the lock; null if there is none. */
    @Nullable
    public Runnable spaceFreed() {
        Runnable now = callback;
        callback = null;
        wakeWaiters();
        return now;
    }

    /** Wakes the waiting pumps. They check their condition again. */
    void wakeWaiters() {
        condition.signalAll();
    }
}
