package dev.holdfast.internal;

import dev.holdfast.SubscriptionStats;

/** A subscription's counters. Under the mailbox's lock. */
final class Tally {
    long received;
    long bytes;
    long handled;
    long duplicates;
    long subscribes;
    long gaps;

    SubscriptionStats stats(Backlog backlog, int passing, long errors) {
        long[] values = {
            received, bytes, handled, duplicates, backlog.dropped(), backlog.discarded(), errors, subscribes, gaps
        };
        return new SubscriptionStats(values, backlog.messages() + passing);
    }
}
