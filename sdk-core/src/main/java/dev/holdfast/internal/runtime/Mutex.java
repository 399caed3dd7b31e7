package dev.holdfast.internal.runtime;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;

/**
 * A lock that does not keep who holds it, and so cannot be taken twice by one thread: to write the holder down costs each
 * taking a fence, which three locks a message make felt.
 */
public final class Mutex extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;

    public void lock() {
        acquire(1);
    }

    public void unlock() {
        release(1);
    }

    public Condition newCondition() {
        return new ConditionObject();
    }

    @Override
    protected boolean tryAcquire(int one) {
        return compareAndSetState(0, 1);
    }

    @Override
    protected boolean tryRelease(int one) {
        setState(0);
        return true;
    }

    @Override
    protected boolean isHeldExclusively() {
        return getState() == 1;
    }
}
