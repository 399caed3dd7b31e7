package dev.holdfast.reference.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The turns of a connection's subscriptions to receive a page of missed messages, one at a time. */
final class Turns {
    /** A participant in the turns. */
    static final class Seat {
        private boolean left;
    }

    private record Waiting(Seat seat, Runnable task) {}

    private final Channel channel;
    private final Outbound outbound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean taken;
    private boolean hungry;
    private boolean closed;

    Turns(Channel channel, Outbound outbound) {
        this.channel = channel;
        this.outbound = outbound;
    }

    /** Implements {@link dev.holdfast.reference.feed.Outlet#takeTurn}. A request after the end is ignored. */
    boolean take(Seat seat, Runnable later) {
        lock.lock();
        try {
            if (closed || seat.left || channel.leaving()) return false;
            if (waiting.isEmpty() && takes()) return true;
            waiting.add(new Waiting(seat, later));
        } finally {
            lock.unlock();
        }
        offer();
        return false;
    }

    /** Removes a participant. Its running turn continues to its end. */
    void leave(Seat seat) {
        lock.lock();
        try {
            seat.left = true;
            waiting.removeIf(one -> one.seat == seat);
        } finally {
            lock.unlock();
        }
    }

    private boolean takes() {
        if (taken || !channel.isCalm() || !outbound.takePage()) return false;
        taken = true;
        return true;
    }

    /** Implements {@link dev.holdfast.reference.feed.Outlet#endTurn}. */
    void end() {
        lock.lock();
        try {
            if (!taken) return;
            taken = false;
        } finally {
            lock.unlock();
        }
        outbound.give(outbound.pageChars());
        offer();
        outbound.serve();
    }

    /** Gives the turn to the next participant, if possible. */
    void offer() {
        @Nullable Runnable next = null;
        lock.lock();
        try {
            if (closed || taken || waiting.isEmpty() || !channel.isCalm()) return;
            if (takes()) next = waiting.remove().task;
            else if (hungry) return;
            else hungry = true;
        } finally {
            lock.unlock();
        }
        if (next != null) next.run();
        else outbound.hungers(this);
    }

    /** Reports that there is room again. */
    void fed() {
        lock.lock();
        try {
            hungry = false;
        } finally {
            lock.unlock();
        }
        offer();
    }

    /** Ends all turns because the connection is gone. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
        end();
    }
}
