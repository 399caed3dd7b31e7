package dev.holdfast.android;

import dev.holdfast.RealtimeClient;
import dev.holdfast.spi.Steered;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The clients that live. Any thread. */
final class Watched {
    private final Set<RealtimeClient> clients = ConcurrentHashMap.newKeySet();

    /** Whether it is the first. */
    boolean add(RealtimeClient client) {
        if (!(client instanceof Steered)) {
            throw new IllegalArgumentException(
                    "Only a client that Holdfast has built can be watched: " + client.getClass());
        }
        boolean first = clients.isEmpty();
        clients.add(client);
        return first;
    }

    /** Whether it was the last. */
    boolean remove(RealtimeClient client) {
        return clients.remove(client) && clients.isEmpty();
    }

    void forEach(java.util.function.Consumer<Steered> what) {
        for (RealtimeClient client : clients) what.accept((Steered) client);
    }

    Set<RealtimeClient> all() {
        return clients;
    }
}
