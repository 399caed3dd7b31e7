package dev.holdfast.internal;

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits for room in a mailbox. Under its lock. */
final class Room {
    private final Condition condition;
    /** Pumps of an old link and a new one. */
    private int pumps;
    /** What a link that could not wait has left. */
    private @Nullable Runnable then;

    Room(Condition condition) {
        this.condition = condition;
    }

    /** Has a pump wait for as long as there is something to wait for. */
    void awaitWhile(BooleanSupplier full) {
        pumps++;
        while (full.getAsBoolean()) condition.awaitUninterruptibly();
        pumps--;
    }

    void whenThereIs(@Nullable Runnable then) {
        this.then = then;
    }

    /** Whether a link has left and comes again when there is room. */
    boolean isLeft() {
        return then != null;
    }

    boolean isWanted() {
        return pumps > 0 || then != null;
    }

    /** There is room; answers what is to be run without the lock. */
    @Nullable
    Runnable made() {
        Runnable now = then;
        then = null;
        wake();
        return now;
    }

    /** Has those who wait look again. */
    void wake() {
        condition.signalAll();
    }
}
