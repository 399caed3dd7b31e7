package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.GuardedBy;

/** The counters of a subscription. */
@GuardedBy("Mailbox.lock")
final class SubscriptionCounters {
    long received;
    long bytes;
    long handled;
    long duplicates;
    long subscribes;
    long gaps;

    /** Adds the counters to {@code values}, in the order of {@link dev.holdfast.SubscriptionStats}. */
    void addTo(long[] values, long dropped, long discarded, long errors) {
        long[] own = {received, bytes, handled, duplicates, dropped, discarded, errors, subscribes, gaps};
        for (int i = 0; i < own.length; i++) values[i] += own[i];
    }
}
