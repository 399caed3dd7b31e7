package dev.holdfast.reference.web;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The connections of this node and its pending POST requests. */
final class Channels {
    private final int most;
    private final LongSupplier nanoTime;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicLong slow = new AtomicLong();
    private final Outbound outbound;
    private volatile boolean draining;

    Channels(Settings settings, LongSupplier nanoTime) {
        most = settings.connections();
        this.nanoTime = nanoTime;
        outbound = new Outbound(settings.outboundBytes(), settings.queueBytes(), open, nanoTime);
    }

    Outbound outbound() {
        return outbound;
    }

    /** Returns whether a further connection is allowed. */
    boolean hasRoom() {
        return open.size() < most;
    }

    /** Adds a channel. While the server drains, it is disconnected at once. */
    void add(Channel channel) {
        open.add(channel);
        if (draining) channel.leave(new Goodbye(Goodbye.RESTART, "This node is shutting down", true, 1000));
    }

    void remove(Channel channel) {
        if (open.remove(channel)) changed();
    }

    /** Registers a POST that must be answered before shutdown. Returns false while draining. */
    boolean postBegins() {
        posts.incrementAndGet();
        if (!draining) return true;
        postEnds();
        return false;
    }

    void postEnds() {
        posts.decrementAndGet();
        changed();
    }

    private synchronized void changed() {
        notifyAll();
    }

    int size() {
        return open.size();
    }

    void slowConsumer() {
        slow.incrementAndGet();
    }

    /** Returns the number of connections ended because their queue was too long. */
    long slowConsumers() {
        return slow.get();
    }

    void tick() {
        List.copyOf(open).forEach(Channel::tick);
        outbound.feed();
    }

    boolean draining() {
        return draining;
    }

    /**
     * Disconnects all clients, each with a different delay for reconnecting. Returns when all are gone and every POST
     * is answered, or after the timeout.
     */
    void drain(Duration spread, Duration timeout, RandomGenerator random) throws InterruptedException {
        draining = true;
        for (Channel channel : List.copyOf(open)) {
            long after = 1 + random.nextLong(Math.max(1, spread.toMillis()));
            channel.depart(new Goodbye(Goodbye.RESTART, "This node is shutting down", true, after));
        }
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        synchronized (this) {
            while (!open.isEmpty() || posts.get() > 0) {
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
