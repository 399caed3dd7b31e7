package dev.holdfast.android;

import dev.holdfast.spi.PlatformControl;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** The open clients of one watcher. Safe for use by multiple threads. */
abstract class ControlledClients implements Iterable<PlatformControl> {
    private final List<PlatformControl> clients = new CopyOnWriteArrayList<>();
    /** Serializes additions and removals: a removal on a worker must not undo the registration of an addition. */
    private final ReentrantLock membershipLock;

    ControlledClients(ReentrantLock membershipLock) {
        this.membershipLock = membershipLock;
    }

    /** Registers with the platform before the first client is added. The membership lock is held. */
    abstract void firstAdded();

    /** Unregisters from the platform after the last client was removed. The membership lock is held. */
    abstract void lastRemoved();

    void add(PlatformControl client) {
        membershipLock.lock();
        try {
            if (clients.isEmpty()) firstAdded(); // if the platform refuses, the next client tries again
            clients.add(client);
        } finally {
            membershipLock.unlock();
        }
    }

    void remove(PlatformControl client) {
        membershipLock.lock();
        try {
            if (clients.remove(client) && clients.isEmpty()) lastRemoved();
        } finally {
            membershipLock.unlock();
        }
    }

    @Override
    public Iterator<PlatformControl> iterator() {
        return clients.iterator();
    }
}
