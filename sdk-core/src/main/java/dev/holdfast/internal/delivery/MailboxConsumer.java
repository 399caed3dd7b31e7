package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.Mutex;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The delivering side of a mailbox: whose turn it is, what is being delivered, and what is done with. One thread at a time
 * has the claim. Shares the mailbox's lock; what takes it says so.
 */
final class MailboxConsumer implements Acknowledger {
    private final Mutex lock;
    private final Condition idle;
    private final SpaceCondition space;
    private final MessageQueue queue;
    private final CursorTracker cursors;
    private final SubscriptionCounters counters;

    private boolean claimed;
    private boolean idleAwaited;
    /** The entry whose callback runs, or the handful. */
    private @Nullable Object runningEntry;

    private volatile @Nullable CursorSaver cursorSaver;
    private final boolean onDemand;
    /** How many messages the listener is to be given. */
    private long demand;

    MailboxConsumer(
            boolean onDemand,
            Mutex lock,
            SpaceCondition space,
            MessageQueue queue,
            CursorTracker cursors,
            SubscriptionCounters counters) {
        this.onDemand = onDemand;
        this.lock = lock;
        this.idle = lock.newCondition();
        this.space = space;
        this.queue = queue;
        this.cursors = cursors;
        this.counters = counters;
    }

    // ---- takes the lock

    /** Whether the caller is to see to delivery: there is something to deliver or tell, and nobody has been told so. */
    boolean tryClaim() {
        lock.lock();
        try {
            return claimUnderLock();
        } finally {
            lock.unlock();
        }
    }

    private boolean claimUnderLock() {
        if (claimed || ((queue.isEmpty() || !isNextAllowed()) && !space.hasCallback())) return false;
        claimed = true;
        return true;
    }

    /** Claims delivery and answers the first entry; null when there is none, or another thread has the claim. */
    @Nullable
    Object claimAndTakeNext() {
        return takeNextEntry(true);
    }

    /** The entry before is dealt with; answers the next, or null, which ends the claim. */
    @Nullable
    Object takeNext() {
        return takeNextEntry(false);
    }

    private @Nullable Object takeNextEntry(boolean first) {
        Runnable roomAgain = null;
        lock.lock();
        try {
            if (first && !claimUnderLock()) return null;
            finishRunning();
            Object entry = pollAllowed();
            while (entry instanceof CursorMarker) {
                cursors.markerReached((CursorMarker) entry);
                entry = pollAllowed();
            }
            runningEntry = entry;
            if (entry == null) claimed = false;
            else if (entry instanceof RealMessage) cursors.messageHandedOut((RealMessage) entry);
            roomAgain = spaceCallback();
            return entry;
        } finally {
            lock.unlock();
            runAfterUnlock(roomAgain);
        }
    }

    private @Nullable Object pollAllowed() {
        if (!isNextAllowed()) return null;
        Object entry = queue.poll();
        if (onDemand && entry instanceof RealMessage && demand != Long.MAX_VALUE) demand--;
        return entry;
    }

    /** Whether the listener is to hear of the next entry: messages only as it asked for them. */
    private boolean isNextAllowed() {
        return !onDemand || demand > 0 || !queue.isMessageNext();
    }

    /** The listener is to be given so many messages more. */
    void addDemand(long messages) {
        lock.lock();
        try {
            demand = messages > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + messages;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the claim up between two entries; the caller makes a new one. */
    void releaseClaim() {
        Runnable roomAgain;
        lock.lock();
        try {
            finishRunning();
            claimed = false;
            roomAgain = spaceCallback();
        } finally {
            lock.unlock();
        }
        runAfterUnlock(roomAgain); // there may be no next one to say so
    }

    @Override
    public void acknowledge(TrackedMessage message) {
        Runnable roomAgain;
        lock.lock();
        try {
            if (!message.markAcknowledged()) return;
            cursors.advanceAcknowledged();
            roomAgain = spaceCallback();
        } finally {
            lock.unlock();
        }
        runAfterUnlock(roomAgain);
    }

    private @Nullable Runnable spaceCallback() {
        return space.isAwaited() && !queue.isMoreThanHalfFull() ? space.spaceFreed() : null;
    }

    /** What is to be done without the lock. */
    private void runAfterUnlock(@Nullable Runnable roomAgain) {
        if (roomAgain != null) roomAgain.run();
        cursorMayHaveMoved();
    }

    /** Without the lock: the position may have moved. */
    void cursorMayHaveMoved() {
        CursorSaver saver = cursorSaver;
        if (saver != null) saver.cursorMoved();
    }

    /** Without the mailbox's lock: something was taken in, and receipt may be all that moves the position. */
    void messagesReceived() {
        CursorSaver saver = cursorSaver;
        if (saver != null && cursors.countsOnReceipt()) saver.cursorMoved();
    }

    /** What has passed unqueued, for the thread that got the claim with it: that one needs no lock. */
    MessageBatch passedBatch() {
        return (MessageBatch) Objects.requireNonNull(runningEntry);
    }

    // ---- under the lock

    /** Whether a thread has the claim, or is about to. */
    boolean isClaimed() {
        return claimed;
    }

    /** Gives the caller the claim for messages that pass unqueued. */
    void claimForBatch(MessageBatch batch) {
        claimed = true;
        runningEntry = batch;
    }

    /** Whether something is being delivered. */
    boolean isRunning() {
        return runningEntry != null;
    }

    /** Tells the keeper whenever the position may have moved. */
    void setCursorSaver(CursorSaver saver) {
        cursorSaver = saver;
    }

    /** No callback begins after this. */
    void stopBatch() {
        if (runningEntry instanceof MessageBatch) ((MessageBatch) runningEntry).stopDelivery();
    }

    void awaitIdle() {
        while (runningEntry != null) {
            idleAwaited = true;
            idle.awaitUninterruptibly();
        }
    }

    private void finishRunning() {
        Object done = runningEntry;
        if (done == null) return;
        runningEntry = null;
        if (done instanceof RealMessage) {
            counters.handled++;
            cursors.callbackReturned(((RealMessage) done).position());
        } else if (done instanceof MessageBatch) {
            MessageBatch batch = (MessageBatch) done;
            finishBatch(batch);
            queue.addDiscarded(batch.size() - batch.doneCount());
        }
        if (idleAwaited) idle.signalAll();
    }

    private void finishBatch(MessageBatch batch) {
        counters.handled += batch.countNewlyDone();
        cursors.callbackReturned(batch.lastPosition());
    }

    /** Counts what was handled so far, since the thread that delivers a handful does not stop to say so. */
    void countProgress() {
        if (runningEntry instanceof MessageBatch) finishBatch((MessageBatch) runningEntry);
    }

    /** How many messages have passed and wait for their callbacks. */
    int waitingInBatch() {
        if (!(runningEntry instanceof MessageBatch)) return 0;
        MessageBatch batch = (MessageBatch) runningEntry;
        return Math.max(0, batch.size() - batch.doneCount() - 1);
    }
}
