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
 * What waits for all connections together, in characters, with the pages that are being made for those who catch up. Where
 * that is too much, the ones for which most waits are let go; who catches up waits for room before. Where what could be thrown
 * away is not enough, it is the one whose running write takes longest: what is being written is in memory as well.
 */
final class Outbound {
    /** A write that takes longer is a slow reader's, where others lack the room. */
    private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();

    private final long most;
    private final int queueChars;
    private final Collection<Channel> channels;
    private final AtomicLong taken = new AtomicLong();
    private final Queue<Turns> hungry = new ConcurrentLinkedQueue<>();
    private final ReentrantLock relief = new ReentrantLock();
    private final LongSupplier nanoTime;
    /** Those that are to be cut off, under no lock: their room is given already. */
    private final Queue<Channel> forsaken = new ConcurrentLinkedQueue<>();

    Outbound(long most, int queueChars, Collection<Channel> channels, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.most = most;
        this.queueChars = queueChars;
        this.channels = channels;
    }

    /** How much may wait for one connection. */
    int queueChars() {
        return queueChars;
    }

    /** How much old text is queued for one connection at a time: with it and one more message nothing overflows. */
    int pageChars() {
        return queueChars / 4;
    }

    /** Takes room for a text, if there is any or can be made. Called under no channel's lock. */
    boolean take(int chars) {
        while (taken.addAndGet(chars) > most) {
            taken.addAndGet(-chars);
            if (!relieve(chars, 0) && !forsakeSlowest()) return false;
        }
        return true;
    }

    /** For what is told in any case. */
    void takeAnyway(int chars) {
        taken.addAndGet(chars);
    }

    /** Those who wait for room have it when {@link #serve} is called, under no channel's lock. */
    void give(int chars) {
        taken.addAndGet(-chars);
    }

    /** Room for a page, of which some is always left for what is new. */
    boolean takePage() {
        if (taken.addAndGet(pageChars()) <= most - most / 4) return true;
        taken.addAndGet(-pageChars());
        return false;
    }

    private boolean hasPage() {
        return taken.get() + pageChars() <= most - most / 4;
    }

    /** There was no room for a page: it is told when there is. Nobody may keep it away by reading slowly. */
    void hungers(Turns turns) {
        hungry.add(turns);
        boolean unused = relieve(pageChars() + (int) Math.min(most / 4, Integer.MAX_VALUE / 2), queueChars / 2);
        feed();
    }

    /** Makes room for those who wait for it, if somebody takes it up by reading slowly. */
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

    /** Cuts off those that were forsaken. Called under no lock. */
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

    /** Whether it is worth to try again: the one for which most waits, and more than that, was let go. */
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
