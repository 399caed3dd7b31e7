package dev.holdfast.samples;

import dev.holdfast.samples.server.Published;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The comparison of published and received messages. Every message from the first one received to the last one
 * published must be received unchanged, in order and once, by its id and by its sequence number.
 */
final class Ledger {
    private final List<String> faults = new ArrayList<>();
    private long received;
    private long lost;
    private long duplicated;

    private Ledger() {}

    /** Compares topic by topic. Topics without a listener do not count. */
    static Ledger compare(Map<String, List<Published>> published, Map<String, List<Published>> seen) {
        Ledger ledger = new Ledger();
        seen.forEach((topic, messages) -> ledger.compare(topic, published.getOrDefault(topic, List.of()), messages));
        return ledger;
    }

    private void compare(String topic, List<Published> published, List<Published> seen) {
        received += seen.size();
        if (seen.isEmpty()) {
            faults.add(topic + ": no message received");
            return;
        }
        Set<String> ids = new HashSet<>();
        Set<Long> seqs = new HashSet<>();
        Set<Published> known = new HashSet<>(published);
        long last = 0;
        for (Published message : seen) {
            boolean newId = ids.add(message.id());
            if (!seqs.add(message.seq()) || !newId) {
                duplicated++;
                faults.add(topic + ": received again: " + message);
            } else if (!known.contains(message)) {
                faults.add(topic + ": never published with this content: " + message);
            } else if (message.seq() < last) {
                faults.add(topic + ": out of order: " + message);
            }
            last = Math.max(last, message.seq());
        }
        Set<Published> exact = new HashSet<>(seen);
        long first = seen.get(0).seq();
        for (Published message : published) {
            if (message.seq() < first || exact.contains(message)) continue;
            lost++;
            faults.add(topic + ": lost: " + message);
        }
    }

    /** Returns the number of received messages. */
    long received() {
        return received;
    }

    /** Returns the number of messages published but not received, or received with different content. */
    long lost() {
        return lost;
    }

    /** Returns the number of duplicates. */
    long duplicated() {
        return duplicated;
    }

    /** Returns a description of each fault, empty if there is none. */
    List<String> faults() {
        return faults;
    }
}
