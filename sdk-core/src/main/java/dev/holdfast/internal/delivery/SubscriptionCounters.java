package dev.holdfast.internal.delivery;

/** A subscription's counters. Under the mailbox's lock. */
final class SubscriptionCounters {
    long received;
    long bytes;
    long handled;
    long duplicates;
    long subscribes;
    long gaps;

    /** Adds its counters to those, in the order that {@link dev.holdfast.SubscriptionStats} has them. */
    void addTo(long[] values, long dropped, long discarded, long errors) {
        long[] own = {received, bytes, handled, duplicates, dropped, discarded, errors, subscribes, gaps};
        for (int i = 0; i < own.length; i++) values[i] += own[i];
    }
}
