package dev.holdfast.internal.delivery;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.runtime.GuardedBy;
import dev.holdfast.internal.runtime.Mutex;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's queue and cursors, and the one link that may fill it. Offers never block. An accepted message is
 * queued and moves the cursor in the same critical section. One thread at a time takes entries out.
 */
public final class Mailbox {
    /** The result of an offer. */
    enum OfferResult {
        /** The message was queued, dropped by the overflow policy, or dropped as a duplicate. */
        ACCEPTED,
        /** The queue has no room. Nothing changed; offer the message again when there is room. */
        FULL,
        /** The listener had no chance yet to make room. Nothing changed; offer the message again after a delivery. */
        EARLY,
        /** The link is no longer the current one. Nothing changed. */
        STALE
    }

    private final Mutex lock = new Mutex();
    private final SpaceCondition space;
    private final UnackedMessages unacked = new UnackedMessages();
    private final MessageQueue queue;
    private final CursorTracker cursors;
    private final SubscriptionCounters counters = new SubscriptionCounters();
    private final MailboxConsumer consumer;

    @GuardedBy("lock")
    private SubscriptionState state = SubscriptionState.WAITING;

    /** The subscribe of the current link; null if no link may fill the mailbox. */
    @GuardedBy("lock")
    private @Nullable RealWireSubscription current;

    /** Creates a mailbox. {@code newCondition} creates the condition that a read pump waits on for room. */
    Mailbox(SubscriptionOptions<?> options, Limits limits, Function<Mutex, Condition> newCondition) {
        space = new SpaceCondition(newCondition.apply(lock));
        queue = new MessageQueue(options.overflow().kind(), limits, unacked);
        cursors = new CursorTracker(options.acknowledgement(), unacked);
        cursors.startAt(options.cursor());
        consumer = new MailboxConsumer(options.isOnDemand(), lock, space, queue, cursors, counters);
    }

    /** Returns the delivering side. */
    public MailboxConsumer consumer() {
        return consumer;
    }

    // ---- called by the link

    /** Makes a new link the current one. Returns null if the subscription is over or a link that left awaits room. */
    @Nullable
    public RealWireSubscription attach(RealSubscription subscription) {
        lock.lock();
        try {
            if (isOver() || space.hasCallback()) return null;
            current = new RealWireSubscription(subscription, cursors.receivedCursor(), counters.subscribes > 0);
            state = SubscriptionState.SUBSCRIBING;
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Detaches the current link, which is gone. Wakes a pump that waits for room. */
    public void detach() {
        lock.lock();
        try {
            current = null;
            if (!isOver()) state = SubscriptionState.WAITING;
            space.wakeWaiters();
        } finally {
            lock.unlock();
        }
    }

    /** Offers one message. Never blocks. Called under the lock of the link. */
    OfferResult offer(RealWireSubscription from, RealMessage message) {
        lock.lock();
        try {
            if (from != current) return OfferResult.STALE;
            if (cursors.isDuplicate(message.position())) {
                counters.duplicates++;
                return OfferResult.ACCEPTED;
            }
            boolean undelivered = from.deliveryPending && !consumer.isClaimed() && queue.messages() > 0;
            if (undelivered && queue.overflows(message) && consumer.isNextAllowed() && from.subscription.isNew(message))
                return OfferResult.EARLY;
            if (!queue.add(message)) return OfferResult.FULL;
            counters.received++;
            if (RealMessage.isComment(message)) counters.comments++;
            counters.bytes += message.size;
            cursors.messageReceived(message.position());
            return OfferResult.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Accepts a batch without queueing it and gives the caller the claim to deliver it. Returns false, and changes
     * nothing, if the link is not current, other entries come first, the batch would not fit, or it may contain
     * duplicates.
     */
    boolean offerDirect(RealWireSubscription from, MessageBatch batch) {
        lock.lock();
        try {
            if (from != current || consumer.isClaimed() || cursors.mayRepeat() || !queue.fitsUnqueued(batch))
                return false;
            counters.received += batch.size();
            counters.bytes += batch.payloadBytes();
            if (batch.hasPositions())
                for (int i = 0; i < batch.size(); i++)
                    cursors.messageReceived(batch.get(i).position());
            consumer.claimForBatch(batch);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Moves the cursor without a message. An empty id clears it. Ignored from a link that is not current. */
    void moveCursor(RealWireSubscription from, String id) {
        lock.lock();
        try {
            if (from != current) return;
            cursors.moveReceived(id);
            CursorMarker marker = new CursorMarker(id);
            if (queue.isEmpty() && !consumer.isRunning()) cursors.markerReached(marker);
            else queue.add(marker);
        } finally {
            lock.unlock();
        }
        consumer.cursorMayHaveMoved();
    }

    /** Records the confirmation by the server and queues the continuity for the listener. Once per link. */
    void subscriptionConfirmed(RealWireSubscription from, Continuity continuity) {
        lock.lock();
        try {
            if (from != current || state == SubscriptionState.SUBSCRIBED) return; // reported once per link
            state = SubscriptionState.SUBSCRIBED;
            counters.subscribes++;
            Continuity reported = cursors.streamContinued(continuity);
            if (reported == Continuity.GAP) counters.gaps++;
            queue.add(reported);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the queue is at most half full and fits {@code size} bytes, or the link is no longer current. */
    void awaitSpace(RealWireSubscription from, int size) {
        lock.lock();
        try {
            while (from == current && (queue.isMoreThanHalfFull() || queue.isFull(size))) space.awaitSpace();
        } finally {
            lock.unlock();
        }
    }

    /** Detaches a link that cannot wait. {@code whenRoom} runs on any thread once the queue is at most half full. */
    public void detachUntilSpace(RealWireSubscription from, Runnable whenRoom) {
        lock.lock();
        try {
            if (from != current) return;
            current = null;
            state = SubscriptionState.WAITING;
            space.setCallback(whenRoom);
        } finally {
            lock.unlock();
        }
    }

    /** Starts after a stored cursor unless it already has one. The saver is notified of all later cursor moves. */
    void restoreCursor(CursorSaver saver, @Nullable String from) {
        lock.lock();
        try {
            consumer.setCursorSaver(saver);
            if (cursors.receivedCursor() == null) cursors.startAt(from);
        } finally {
            lock.unlock();
        }
    }

    /** Queues an error. Returns false, and drops it, if the subscription is over or another error is already queued. */
    boolean queueError(Throwable error) {
        lock.lock();
        try {
            return !isOver() && queue.add(error);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the cursor because the data after it is unreadable. The listener gets {@code why} and then a gap. */
    public void skipUnreadable(Throwable why) {
        lock.lock();
        try {
            if (!isOver() && cursors.forgetPosition()) queue.add(why);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of messages received, without comments. */
    public long receivedMessages() {
        lock.lock();
        try {
            return counters.received - counters.comments;
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if a new link can resume from a cursor. */
    public boolean hasCursor() {
        lock.lock();
        try {
            return cursors.receivedCursor() != null;
        } finally {
            lock.unlock();
        }
    }

    /** Queues the final event and accepts nothing after it. Discards the entries before it if {@code discard}. */
    void endWith(CloseReason reason, boolean discard) {
        lock.lock();
        try {
            if (!isOver()) {
                state = SubscriptionState.ENDED;
                queue.addFinalEvent(reason);
            }
            current = null;
            space.setCallback(null);
            if (discard) discardQueued(true);
            space.wakeWaiters();
        } finally {
            lock.unlock();
        }
    }

    /** Discards everything. No callback starts after this. If {@code wait} is true, waits for a running callback. */
    void unsubscribe(boolean wait) {
        lock.lock();
        try {
            state = SubscriptionState.UNSUBSCRIBED;
            current = null;
            space.setCallback(null);
            discardQueued(false);
            space.wakeWaiters();
            if (wait) consumer.awaitIdle();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void discardQueued(boolean keepFinalEvent) {
        consumer.stopBatch();
        queue.discardAll(keepFinalEvent);
    }

    @GuardedBy("lock")
    private boolean isOver() {
        return state == SubscriptionState.UNSUBSCRIBED || state == SubscriptionState.ENDED;
    }

    // ---- called for the app

    public SubscriptionState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the cursor after the last handled message; null if there is none. */
    @Nullable
    String cursor() {
        lock.lock();
        try {
            consumer.countProgress();
            return cursors.handledCursor();
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if no entry is queued, no callback runs, and, before the end, no message is unacknowledged. */
    public boolean isQuiet() {
        lock.lock();
        try {
            return queue.isEmpty() && !consumer.isRunning() && (isOver() || unacked.messages() == 0);
        } finally {
            lock.unlock();
        }
    }

    /** Adds the counters to a sum, and the number of messages that wait for their callbacks. */
    void addCounts(SubscriptionStats.Builder sum, long errors) {
        lock.lock();
        try {
            consumer.countProgress();
            counters.addTo(sum, queue.dropped(), queue.discarded(), errors);
            sum.queued(queue.messages() + consumer.waitingInBatch());
        } finally {
            lock.unlock();
        }
    }
}
