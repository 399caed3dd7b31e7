package dev.holdfast.samples;

import dev.holdfast.samples.server.Published;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what a server published with what listeners saw. Everything from the first message a listener saw to the last
 * one published must have been seen, unchanged, in order, and once: once by its id and once by the number inside it.
 */
final class Ledger {
    private final List<String> faults = new ArrayList<>();
    private long received;
    private long lost;
    private long duplicated;

    private Ledger() {}

    /** Compares topic by topic; topics nobody listened to do not count. */
    static Ledger compare(Map<String, List<Published>> published, Map<String, List<Published>> seen) {
        Ledger ledger = new Ledger();
        seen.forEach((topic, messages) -> ledger.compare(topic, published.getOrDefault(topic, List.of()), messages));
        return ledger;
    }

    private void compare(String topic, List<Published> published, List<Published> seen) {
        received += seen.size();
        if (seen.isEmpty()) {
            faults.add(topic + ": nothing was heard of it");
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
                faults.add(topic + ": seen again: " + message);
            } else if (!known.contains(message)) {
                faults.add(topic + ": never published like this: " + message);
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

    /** How many messages listeners were given. */
    long received() {
        return received;
    }

    /** How many were published and not seen, or not seen as they were published. */
    long lost() {
        return lost;
    }

    /** How many were seen once more than they should have been. */
    long duplicated() {
        return duplicated;
    }

    /** What is wrong, a sentence each; empty when nothing is. */
    List<String> faults() {
        return faults;
    }
}
