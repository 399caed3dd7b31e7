package dev.holdfast.internal;

import dev.holdfast.SubscriptionStats;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A client's subscriptions, and what those that are over have counted. */
final class Totals {
    private static final int MOST_LEAVING = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<RealSubscription> live = new LinkedHashSet<>();
    /** Over, but their listeners may still be at work. */
    private final List<RealSubscription> leaving = new ArrayList<>();

    private final long[] finished = new long[9];

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
            if (leaving.size() > MOST_LEAVING) sweep();
        } finally {
            lock.unlock();
        }
    }

    /** A copy. */
    List<RealSubscription> live() {
        lock.lock();
        try {
            return new ArrayList<>(live);
        } finally {
            lock.unlock();
        }
    }

    /** Those that live, and those whose listeners or saves may still be at work. A copy. */
    List<RealSubscription> unfinished() {
        lock.lock();
        try {
            List<RealSubscription> all = new ArrayList<>(live);
            all.addAll(leaving);
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

    SubscriptionStats sum() {
        lock.lock();
        try {
            sweep();
            long[] values = finished.clone();
            int queued = 0;
            for (RealSubscription subscription : live) queued += subscription.count(values);
            for (RealSubscription subscription : leaving) queued += subscription.count(values);
            return new SubscriptionStats(values, queued);
        } finally {
            lock.unlock();
        }
    }

    private void sweep() {
        leaving.removeIf(subscription -> {
            if (!subscription.quiet()) return false;
            subscription.count(finished);
            return true;
        });
    }
}
