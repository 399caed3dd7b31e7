package dev.holdfast.android;

import dev.holdfast.RealtimeClient;
import dev.holdfast.spi.Steered;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The clients of one watch that live. Any thread. */
abstract class Watched implements Iterable<Steered> {
    private final Set<Steered> clients = ConcurrentHashMap.newKeySet();
    /** Of who comes and goes: one that goes on a worker must not undo what another that comes has done. */
    private final ReentrantLock doors;

    Watched(ReentrantLock doors) {
        this.doors = doors;
    }

    /** The first one comes; nobody else comes or goes meanwhile. */
    abstract void begin();

    /** The last one has gone; nobody else comes or goes meanwhile. */
    abstract void end();

    /** Answers the client, as what a platform steers. */
    Steered add(RealtimeClient client) {
        Steered steered = (Steered) client; // every one that Holdfast has built
        doors.lock();
        try {
            if (clients.isEmpty()) begin(); // where the platform refuses, the next one tries again
            clients.add(steered);
        } finally {
            doors.unlock();
        }
        return steered;
    }

    void remove(RealtimeClient client) {
        doors.lock();
        try {
            if (clients.remove((Steered) client) && clients.isEmpty()) end();
        } finally {
            doors.unlock();
        }
    }

    @Override
    public Iterator<Steered> iterator() {
        return clients.iterator();
    }
}
