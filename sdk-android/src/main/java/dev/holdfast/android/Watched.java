package dev.holdfast.android;

import dev.holdfast.RealtimeClient;
import dev.holdfast.spi.Steered;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The clients that live. Any thread. */
final class Watched {
    private final Set<Steered> clients = ConcurrentHashMap.newKeySet();
    /** Of who comes and goes: one that goes on a worker must not undo what another that comes has done. */
    private final ReentrantLock doors;

    Watched(ReentrantLock doors) {
        this.doors = doors;
    }

    /** With the first one {@code first} is done, before anybody else comes or goes. */
    void add(RealtimeClient client, Runnable first) {
        Steered steered = (Steered) client; // every one that Holdfast has built
        doors.lock();
        try {
            boolean none = clients.isEmpty();
            clients.add(steered);
            if (none) first.run();
        } finally {
            doors.unlock();
        }
    }

    /** With the last one {@code last} is done. */
    void remove(RealtimeClient client, Runnable last) {
        doors.lock();
        try {
            if (clients.remove((Steered) client) && clients.isEmpty()) last.run();
        } finally {
            doors.unlock();
        }
    }

    void forEach(java.util.function.Consumer<Steered> what) {
        clients.forEach(what);
    }
}
