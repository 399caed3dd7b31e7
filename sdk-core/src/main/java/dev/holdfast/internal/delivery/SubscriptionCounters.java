package dev.holdfast.internal.delivery;

import dev.holdfast.SubscriptionStats;

/** A subscription's counters. Under the mailbox's lock. */
final class SubscriptionCounters {
    long received;
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
