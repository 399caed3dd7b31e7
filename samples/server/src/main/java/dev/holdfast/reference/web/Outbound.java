package dev.holdfast.reference.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The total queue of all connections in characters, including pages prepared for clients that catch up. When it exceeds
 * the limit, the connections with the longest queues are ended; catch-up waits for room first. If discarding queues is
 * not enough, the connection with the longest running write is ended, since its write also occupies memory.
 */
final class Outbound {
    /** The duration after which a write counts as slow when others lack room. */
    private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();

    private final long most;
    private final int queueChars;
    private final Collection<Channel> channels;
    private final AtomicLong taken = new AtomicLong();
    private final Queue<Turns> hungry = new ConcurrentLinkedQueue<>();
    private final ReentrantLock relief = new ReentrantLock();
    private final LongSupplier nanoTime;
    /** Connections to abort without a lock. Their room is already released. */
    private final Queue<Channel> forsaken = new ConcurrentLinkedQueue<>();

    Outbound(long most, int queueChars, Collection<Channel> channels, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.most = most;
        this.queueChars = queueChars;
        this.channels = channels;
    }

    /** Returns the queue limit of one connection. */
    int queueChars() {
        return queueChars;
    }

    /** Returns the size limit of a page of old messages. A page and one message fit in a queue. */
    int pageChars() {
        return queueChars / 4;
    }

    /** Reserves room for a text, making room if possible. Call it without a channel's lock. */
    boolean take(int chars) {
        while (taken.addAndGet(chars) > most) {
            taken.addAndGet(-chars);
            if (!relieve(chars, 0) && !forsakeSlowest()) return false;
        }
        return true;
    }

    /** Reserves room regardless of the limit. */
    void takeAnyway(int chars) {
        taken.addAndGet(chars);
    }

    /** Releases room. Call {@link #serve} afterwards, without a channel's lock, to wake waiting connections. */
    void give(int chars) {
        taken.addAndGet(-chars);
    }

    /** Reserves room for a page. A quarter of the limit is kept free for new messages. */
    boolean takePage() {
        if (taken.addAndGet(pageChars()) <= most - most / 4) return true;
        taken.addAndGet(-pageChars());
        return false;
    }

    private boolean hasPage() {
        return taken.get() + pageChars() <= most - most / 4;
    }

    /** Queues a request for page room. Slow readers are ended if they block it. */
    void hungers(Turns turns) {
        hungry.add(turns);
        boolean unused = relieve(pageChars() + (int) Math.min(most / 4, Integer.MAX_VALUE / 2), queueChars / 2);
        feed();
    }

    /** Makes room for waiting requests by ending slow readers. */
    void feed() {
        boolean made = true;
        while (made && !hungry.isEmpty() && !hasPage()) made = forsakeSlowest();
        serve();
    }

    void serve() {
        cutOff();
        Turns next;
        while (hasPage() && (next = hungry.poll()) != null) next.fed();
    }

    /** Aborts the connections to be ended. Call it without a lock. */
    void cutOff() {
        List<Channel> all = new ArrayList<>();
        Channel next;
        while ((next = forsaken.poll()) != null) all.add(next);
        all.forEach(channel -> {
            channel.abort();
            channel.gone();
        });
    }

    private boolean forsakeSlowest() {
        relief.lock();
        try {
            long now = nanoTime.getAsLong();
            Optional<Channel> slowest = channels.stream()
                    .filter(channel -> channel.writesFor(now) > SLOW_NANOS)
                    .max(Comparator.comparingLong(channel -> channel.writesFor(now)));
            if (slowest.isEmpty() || !slowest.get().forsake()) return false;
            forsaken.add(slowest.get());
            return true;
        } finally {
            relief.unlock();
        }
    }

    /** Ends the connection with the longest queue above a size. Returns whether a retry makes sense. */
    private boolean relieve(int chars, int above) {
        relief.lock();
        try {
            if (taken.get() + chars <= most) return true;
            return channels.stream()
                    .filter(channel -> channel.couldGive() > above)
                    .max(Comparator.comparingInt(Channel::couldGive))
                    .map(Channel::giveWay)
                    .orElse(false);
        } finally {
            relief.unlock();
        }
    }
}
