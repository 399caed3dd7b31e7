package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.GuardedBy;
import dev.holdfast.internal.runtime.Mutex;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The delivering side of a mailbox. It tracks which thread may deliver, the entry being delivered, and the entries that
 * are done. One thread at a time has the claim to deliver. It shares the mailbox's lock.
 */
final class MailboxConsumer {
    private final Mutex lock;
    private final Condition idle;
    private final SpaceCondition space;
    private final MessageQueue queue;
    private final CursorTracker cursors;
    private final SubscriptionCounters counters;

    /** True if a thread delivers or is about to. */
    @GuardedBy("lock")
    private boolean claimed;

    /** True if no thread has begun to use the claim. The first that does takes it over: an executor may lose the task. */
    @GuardedBy("lock")
    private boolean unused;

    @GuardedBy("lock")
    private boolean idleAwaited;

    /**
     * The entry whose callback runs, or the batch being delivered; null if none. Written under the lock. The thread
     * that has the claim may read it without the lock.
     */
    private @Nullable Object runningEntry;

    private volatile @Nullable CursorSaver cursorSaver;
    private final boolean onDemand;
    /** The number of messages that the app requested and has not received; Long.MAX_VALUE for unlimited. */
    @GuardedBy("lock")
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

    // ---- these take the lock

    /**
     * Claims delivery for a task that the caller submits. Returns false if there is a claim already, or there is no
     * entry to deliver and no waiting link to notify.
     */
    boolean tryClaim() {
        lock.lock();
        try {
            if (!canClaim()) return false;
            claimed = true;
            unused = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean canClaim() {
        return !claimed && ((!queue.isEmpty() && isNextAllowed()) || space.hasCallback());
    }

    /**
     * Claims delivery, or takes over a claim that no thread uses yet, and returns the first entry. Returns null if
     * there is none or another thread uses the claim. A task may thus run twice, or after the claim was used.
     */
    @Nullable
    Object claimAndTakeNext() {
        return takeNextEntry(true);
    }

    /** Finishes the current entry and returns the next. Returns null if there is none, which ends the claim. */
    @Nullable
    Object takeNext() {
        return takeNextEntry(false);
    }

    private @Nullable Object takeNextEntry(boolean first) {
        Runnable whenRoom = null;
        lock.lock();
        try {
            if (unused) claimed = false;
            unused = false;
            if (first && !canClaim()) return null;
            finishRunning();
            Object entry = pollAllowed();
            while (entry instanceof CursorMarker) {
                cursors.markerReached((CursorMarker) entry);
                entry = pollAllowed();
            }
            runningEntry = entry;
            claimed = entry != null; // last: what throws before this leaves no claim behind
            if (entry instanceof RealMessage) cursors.messageHandedOut((RealMessage) entry);
            whenRoom = spaceCallback();
            return entry;
        } finally {
            lock.unlock();
            runAfterUnlock(whenRoom);
        }
    }

    @GuardedBy("lock")
    private @Nullable Object pollAllowed() {
        if (!isNextAllowed()) return null;
        Object entry = queue.poll();
        boolean counts = entry instanceof RealMessage && !RealMessage.isComment(entry);
        if (onDemand && counts && demand != Long.MAX_VALUE) demand--;
        return entry;
    }

    /**
     * Returns true if the next entry may be delivered. A message may need a request or an acknowledgement of others;
     * events and comments do not.
     */
    @GuardedBy("lock")
    boolean isNextAllowed() {
        boolean allowed = (!onDemand || demand > 0) && !queue.awaitsAcknowledgement();
        return allowed || !queue.isMessageNext();
    }

    /** Adds to the demand. A sum above Long.MAX_VALUE becomes Long.MAX_VALUE, which is unlimited. */
    void addDemand(long messages) {
        lock.lock();
        try {
            demand = messages > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + messages;
        } finally {
            lock.unlock();
        }
    }

    /** Releases the claim between two entries. The caller then schedules a new delivery. */
    void releaseClaim() {
        Runnable whenRoom;
        lock.lock();
        try {
            finishRunning();
            claimed = false;
            unused = false;
            whenRoom = spaceCallback();
        } finally {
            lock.unlock();
        }
        runAfterUnlock(whenRoom); // a later delivery may never come
    }

    /** Records that the app has finished with a message. Returns true if the next message waited for this. */
    boolean acknowledge(TrackedMessage message) {
        Runnable whenRoom;
        boolean released;
        lock.lock();
        try {
            boolean waited = queue.awaitsAcknowledgement();
            if (!message.markAcknowledged()) return false;
            cursors.advanceAcknowledged();
            whenRoom = spaceCallback();
            released = waited && !queue.awaitsAcknowledgement();
        } finally {
            lock.unlock();
        }
        runAfterUnlock(whenRoom);
        return released;
    }

    /** Wakes the pumps that wait if there is room. Returns the callback to run without the lock; null for none. */
    @GuardedBy("lock")
    private @Nullable Runnable spaceCallback() {
        return space.isAwaited() && !queue.isMoreThanHalfFull() ? space.spaceFreed() : null;
    }

    /** Runs callbacks. Called without the lock. */
    private void runAfterUnlock(@Nullable Runnable whenRoom) {
        if (whenRoom != null) whenRoom.run();
        cursorMayHaveMoved();
    }

    /** Notifies the saver that the cursor may have moved. Called without the lock. */
    void cursorMayHaveMoved() {
        CursorSaver saver = cursorSaver;
        if (saver != null) saver.cursorMoved();
    }

    /** Notifies the saver of received messages if receipt moves the handled cursor. Called without the lock. */
    void messagesReceived() {
        CursorSaver saver = cursorSaver;
        if (saver != null && cursors.countsOnReceipt()) saver.cursorMoved();
    }

    /** Returns the batch that passed unqueued. Called without the lock by the thread that has the claim. */
    MessageBatch passedBatch() {
        return (MessageBatch) Objects.requireNonNull(runningEntry);
    }

    // ---- called under the lock

    /** Returns true if a thread has the claim to deliver. */
    @GuardedBy("lock")
    boolean isClaimed() {
        return claimed;
    }

    /** Gives the caller the claim to deliver a batch that passes unqueued. */
    @GuardedBy("lock")
    void claimForBatch(MessageBatch batch) {
        claimed = true;
        runningEntry = batch;
    }

    /** Returns true if an entry is being delivered. */
    @GuardedBy("lock")
    boolean isRunning() {
        return runningEntry != null;
    }

    /** Sets the saver, which is then notified when the cursor may have moved. */
    @GuardedBy("lock")
    void setCursorSaver(CursorSaver saver) {
        cursorSaver = saver;
    }

    /** Stops a batch that is being delivered. No callback of it starts after this. */
    @GuardedBy("lock")
    void stopBatch() {
        if (runningEntry instanceof MessageBatch) ((MessageBatch) runningEntry).stopDelivery();
    }

    /** Waits until no callback runs. Releases the lock while it waits. */
    @GuardedBy("lock")
    void awaitIdle() {
        while (runningEntry != null) {
            idleAwaited = true;
            idle.awaitUninterruptibly();
        }
    }

    @GuardedBy("lock")
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

    @GuardedBy("lock")
    private void finishBatch(MessageBatch batch) {
        counters.handled += batch.countNewlyDone();
        cursors.callbackReturned(batch.lastPosition());
    }

    /** Counts the handled messages of a batch that is still being delivered. */
    @GuardedBy("lock")
    void countProgress() {
        if (runningEntry instanceof MessageBatch) finishBatch((MessageBatch) runningEntry);
    }

    /** Returns the number of messages in the batch whose callbacks have not started. */
    @GuardedBy("lock")
    int waitingInBatch() {
        if (!(runningEntry instanceof MessageBatch)) return 0;
        MessageBatch batch = (MessageBatch) runningEntry;
        return Math.max(0, batch.size() - batch.doneCount() - 1);
    }
}
