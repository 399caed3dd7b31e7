package dev.holdfast.internal.delivery;

import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.runtime.GuardedBy;

/** The counters of a subscription. */
@GuardedBy("Mailbox.lock")
final class SubscriptionCounters {
    long received;
    /** The comments among the received messages. They are no progress, because a server may send them for ever. */
    long comments;

    long bytes;
    long handled;
    long duplicates;
    long subscribes;
    long gaps;

    /** Adds its counters to those of a builder. */
    void addTo(SubscriptionStats.Builder sum, long dropped, long discarded, long errors) {
        sum.received(received, bytes)
                .handled(handled)
                .duplicates(duplicates)
                .dropped(dropped)
                .discarded(discarded)
                .errors(errors)
                .subscribes(subscribes)
                .gaps(gaps);
    }
}
