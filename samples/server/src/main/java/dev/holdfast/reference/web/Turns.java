package dev.holdfast.reference.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which of a connection's subscriptions is given a page of what it missed: one at a time, each in its turn. */
final class Turns {
    /** One who takes turns, until it has left. */
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

    /** As {@link dev.holdfast.reference.feed.Outlet#takeTurn}. Who asks too late is forgotten. */
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

    /** It wants no turn any more; one that it has goes on until its end. */
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

    /** As {@link dev.holdfast.reference.feed.Outlet#endTurn}. */
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

    /** The next one has its turn, if it may. */
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

    /** There is room again. */
    void fed() {
        lock.lock();
        try {
            hungry = false;
        } finally {
            lock.unlock();
        }
        offer();
    }

    /** The connection is gone. */
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
