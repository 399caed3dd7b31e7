package dev.holdfast.android;

import dev.holdfast.spi.PlatformControl;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The clients of one watch that live. Any thread. */
abstract class ControlledClients implements Iterable<PlatformControl> {
    private final Set<PlatformControl> clients = ConcurrentHashMap.newKeySet();
    /** Of who comes and goes: one that goes on a worker must not undo what another that comes has done. */
    private final ReentrantLock doors;

    ControlledClients(ReentrantLock doors) {
        this.doors = doors;
    }

    /** The first one comes; nobody else comes or goes meanwhile. */
    abstract void firstAdded();

    /** The last one has gone; nobody else comes or goes meanwhile. */
    abstract void lastRemoved();

    void add(PlatformControl client) {
        doors.lock();
        try {
            if (clients.isEmpty()) firstAdded(); // where the platform refuses, the next one tries again
            clients.add(client);
        } finally {
            doors.unlock();
        }
    }

    void remove(PlatformControl client) {
        doors.lock();
        try {
            if (clients.remove(client) && clients.isEmpty()) lastRemoved();
        } finally {
            doors.unlock();
        }
    }

    @Override
    public Iterator<PlatformControl> iterator() {
        return clients.iterator();
    }
}
