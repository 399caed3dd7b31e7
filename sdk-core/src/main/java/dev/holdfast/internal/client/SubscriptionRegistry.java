package dev.holdfast.internal.client;

import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.runtime.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a client, and the counters of those that have ended. */
final class SubscriptionRegistry {
    private static final int MAX_LEAVING_SUBSCRIPTIONS = 64;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<RealSubscription> live = new LinkedHashSet<>();

    /** Ended subscriptions whose listeners may still be running. */
    @GuardedBy("lock")
    private final List<RealSubscription> leaving = new ArrayList<>();

    @GuardedBy("lock")
    private final SubscriptionStats.Builder finishedCounts = SubscriptionStats.builder();

    /** An ended subscription whose last cursor could not be saved, null if there is none. A drain is not complete then. */
    @GuardedBy("lock")
    private @Nullable RealSubscription unsaved;

    void add(RealSubscription subscription) {
        lock.lock();
        try {
            live.add(subscription);
        } finally {
            lock.unlock();
        }
    }

    void remove(RealSubscription subscription) {
        lock.lock();
        try {
            if (!live.remove(subscription)) return;
            leaving.add(subscription);
            if (leaving.size() > MAX_LEAVING_SUBSCRIPTIONS) foldFinished();
        } finally {
            lock.unlock();
        }
    }

    /** Returns a copy. */
    List<RealSubscription> liveSubscriptions() {
        lock.lock();
        try {
            return new ArrayList<>(live);
        } finally {
            lock.unlock();
        }
    }

    /** Returns a copy of the live subscriptions and the ended ones whose listeners or saves may still be running. */
    List<RealSubscription> unfinishedSubscriptions() {
        lock.lock();
        try {
            List<RealSubscription> all = new ArrayList<>(live);
            all.addAll(leaving);
            if (unsaved != null) all.add(unsaved);
            return all;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return live.size();
        } finally {
            lock.unlock();
        }
    }

    SubscriptionStats totalStats() {
        lock.lock();
        try {
            foldFinished();
            SubscriptionStats.Builder sum = finishedCounts.copy();
            for (RealSubscription subscription : live) subscription.addCounts(sum);
            for (RealSubscription subscription : leaving) subscription.addCounts(sum);
            return sum.build();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void foldFinished() {
        leaving.removeIf(subscription -> {
            if (!subscription.isQuiet()) return false;
            subscription.addCounts(finishedCounts);
            if (!subscription.isDrained()) unsaved = subscription;
            return true;
        });
    }
}
