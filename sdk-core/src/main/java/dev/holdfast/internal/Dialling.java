package dev.holdfast.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The thread that dials for one link, as long as it does. It is a pooled one: never interrupted in its next task. */
final class Dialling {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread thread;

    /** The current thread dials from here on. */
    void begin() {
        set(Thread.currentThread());
    }

    /** The current thread has dialled, whatever came of it. */
    void end() {
        set(null);
        Thread.interrupted(); // meant for the credentials, and they are done
    }

    private void set(@Nullable Thread dialling) {
        lock.lock();
        try {
            thread = dialling;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the thread that dials, if one does. */
    void interrupt() {
        lock.lock();
        try {
            if (thread != null) thread.interrupt();
        } finally {
            lock.unlock();
        }
    }
}
