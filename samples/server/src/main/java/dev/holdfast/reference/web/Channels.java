package dev.holdfast.reference.web;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** All connections of this node. */
final class Channels {
    private final int most;
    private final LongSupplier nanoTime;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong slow = new AtomicLong();
    private volatile boolean draining;

    Channels(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** Whether there is room for one more. */
    boolean hasRoom() {
        return open.size() < most;
    }

    /** Takes it in; a channel that comes while the server drains is sent away at once. */
    void add(Channel channel) {
        open.add(channel);
        if (draining) channel.leave(new Goodbye(Goodbye.RESTART, "This node is going down", true, 1000));
    }

    void remove(Channel channel) {
        if (!open.remove(channel)) return;
        synchronized (this) {
            notifyAll();
        }
    }

    int size() {
        return open.size();
    }

    void slowConsumer() {
        slow.incrementAndGet();
    }

    /** How many were let go since too much waited for them. */
    long slowConsumers() {
        return slow.get();
    }

    void tick() {
        List.copyOf(open).forEach(Channel::tick);
    }

    boolean draining() {
        return draining;
    }

    /**
     * Sends all away, each with another time to come back at, so that they do not all come at once. Returns when they are
     * gone or the time is over.
     */
    void drain(Duration spread, Duration timeout, RandomGenerator random) throws InterruptedException {
        draining = true;
        for (Channel channel : List.copyOf(open)) {
            long after = 1 + random.nextLong(Math.max(1, spread.toMillis()));
            channel.depart(new Goodbye(Goodbye.RESTART, "This node is going down", true, after));
        }
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        synchronized (this) {
            while (!open.isEmpty()) {
                long left = Duration.ofNanos(deadline - nanoTime.getAsLong()).toMillis();
                if (left <= 0) return;
                wait(left);
            }
        }
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }
}
