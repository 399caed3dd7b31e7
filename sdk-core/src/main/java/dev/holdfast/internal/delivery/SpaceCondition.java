package dev.holdfast.internal.delivery;

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits for room in a mailbox. Under its lock. */
public final class SpaceCondition {
    private final Condition condition;
    /** Pumps of an old link and a new one. */
    private int waitingPumps;
    /** What a link that could not wait has left. */
    private @Nullable Runnable callback;

    public SpaceCondition(Condition condition) {
        this.condition = condition;
    }

    /** Has a pump wait for as long as there is something to wait for. */
    public void awaitSpaceWhile(BooleanSupplier full) {
        waitingPumps++;
        while (full.getAsBoolean()) condition.awaitUninterruptibly();
        waitingPumps--;
    }

    public void setCallback(@Nullable Runnable then) {
        this.callback = then;
    }

    /** Whether a link has left and comes again when there is room. */
    public boolean hasCallback() {
        return callback != null;
    }

    public boolean isAwaited() {
        return waitingPumps > 0 || callback != null;
    }

    /** There is room; answers what is to be run without the lock. */
    @Nullable
    public Runnable spaceFreed() {
        Runnable now = callback;
        callback = null;
        wakeWaiters();
        return now;
    }

    /** Has those who wait look again. */
    void wakeWaiters() {
        condition.signalAll();
    }
}
