package dev.holdfast.internal;

import java.util.Objects;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The delivering side of a mailbox: whose turn it is, what is being delivered, and what is done with. One thread at a time
 * has the claim. Shares the mailbox's lock; what takes it says so.
 */
final class Turn implements Acknowledger {
    private final Mutex lock;
    private final Condition idle;
    private final Room room;
    private final Backlog backlog;
    private final Positions positions;
    private final Tally tally;

    private boolean claimed;
    private boolean waitedFor;
    /** The entry whose callback runs, or the handful. */
    private @Nullable Object running;

    private volatile @Nullable CursorKeeper keeper;
    private final boolean onDemand;
    /** How many messages the listener is to be given. */
    private long demand;

    Turn(boolean onDemand, Mutex lock, Room room, Backlog backlog, Positions positions, Tally tally) {
        this.onDemand = onDemand;
        this.lock = lock;
        this.idle = lock.newCondition();
        this.room = room;
        this.backlog = backlog;
        this.positions = positions;
        this.tally = tally;
    }

    // ---- takes the lock

    /** Whether the caller is to see to delivery: there is something to deliver or tell, and nobody has been told so. */
    boolean claim() {
        lock.lock();
        try {
            return claimed();
        } finally {
            lock.unlock();
        }
    }

    private boolean claimed() {
        if (claimed || ((backlog.isEmpty() || !wanted()) && !room.isLeft())) return false;
        claimed = true;
        return true;
    }

    /** Claims delivery and answers the first entry; null when there is none, or another thread has the claim. */
    @Nullable
    Object claimNext() {
        return next(true);
    }

    /** The entry before is dealt with; answers the next, or null, which ends the claim. */
    @Nullable
    Object next() {
        return next(false);
    }

    private @Nullable Object next(boolean first) {
        Runnable roomAgain = null;
        lock.lock();
        try {
            if (first && !claimed()) return null;
            settle();
            Object entry = poll();
            while (entry instanceof Position) {
                positions.passed((Position) entry);
                entry = poll();
            }
            running = entry;
            if (entry == null) claimed = false;
            else if (entry instanceof RealMessage) positions.begins((RealMessage) entry);
            roomAgain = roomAgain();
            return entry;
        } finally {
            lock.unlock();
            after(roomAgain);
        }
    }

    private @Nullable Object poll() {
        if (!wanted()) return null;
        Object entry = backlog.poll();
        if (onDemand && entry instanceof RealMessage && demand != Long.MAX_VALUE) demand--;
        return entry;
    }

    /** Whether the listener is to hear of the next entry: messages only as it asked for them. */
    private boolean wanted() {
        return !onDemand || demand > 0 || !backlog.isMessageNext();
    }

    /** The listener is to be given so many messages more. */
    void request(long messages) {
        lock.lock();
        try {
            demand = messages > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + messages;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the claim up between two entries; the caller makes a new one. */
    void relinquish() {
        Runnable roomAgain;
        lock.lock();
        try {
            settle();
            claimed = false;
            roomAgain = roomAgain();
        } finally {
            lock.unlock();
        }
        after(roomAgain); // there may be no next one to say so
    }

    @Override
    public void acknowledge(TrackedMessage message) {
        Runnable roomAgain;
        lock.lock();
        try {
            if (!message.acknowledge()) return;
            positions.acknowledged();
            roomAgain = roomAgain();
        } finally {
            lock.unlock();
        }
        after(roomAgain);
    }

    private @Nullable Runnable roomAgain() {
        return room.isWanted() && !backlog.crowded() ? room.made() : null;
    }

    /** What is to be done without the lock. */
    private void after(@Nullable Runnable roomAgain) {
        if (roomAgain != null) roomAgain.run();
        moved();
    }

    /** Without the lock: the position may have moved. */
    void moved() {
        CursorKeeper told = keeper;
        if (told != null) told.moved();
    }

    /** Without the mailbox's lock: something was taken in, and receipt may be all that moves the position. */
    void received() {
        CursorKeeper told = keeper;
        if (told != null && positions.countReceipt()) told.moved();
    }

    /** What has passed unqueued, for the thread that got the claim with it: that one needs no lock. */
    Handful passed() {
        return (Handful) Objects.requireNonNull(running);
    }

    // ---- under the lock

    /** Whether a thread has the claim, or is about to. */
    boolean isClaimed() {
        return claimed;
    }

    /** Gives the caller the claim for messages that pass unqueued. */
    void pass(Handful hand) {
        claimed = true;
        running = hand;
    }

    /** Whether something is being delivered. */
    boolean running() {
        return running != null;
    }

    /** Tells the keeper whenever the position may have moved. */
    void tell(CursorKeeper told) {
        keeper = told;
    }

    /** No callback begins after this. */
    void stop() {
        if (running instanceof Handful) ((Handful) running).stop();
    }

    void awaitIdle() {
        while (running != null) {
            waitedFor = true;
            idle.awaitUninterruptibly();
        }
    }

    private void settle() {
        Object done = running;
        if (done == null) return;
        running = null;
        if (done instanceof RealMessage) {
            tally.handled++;
            positions.returned(((RealMessage) done).position());
        } else if (done instanceof Handful) {
            Handful hand = (Handful) done;
            settle(hand);
            backlog.discarded(hand.size() - hand.done());
        }
        if (waitedFor) idle.signalAll();
    }

    private void settle(Handful hand) {
        tally.handled += hand.settle();
        positions.returned(hand.position());
    }

    /** Counts what was handled so far, since the thread that delivers a handful does not stop to say so. */
    void catchUp() {
        if (running instanceof Handful) settle((Handful) running);
    }

    /** How many messages have passed and wait for their callbacks. */
    int waiting() {
        if (!(running instanceof Handful)) return 0;
        Handful hand = (Handful) running;
        return Math.max(0, hand.size() - hand.done() - 1);
    }
}
