package dev.holdfast.internal.delivery;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.runtime.Mutex;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's queue, its position, and which link may fill it. Offers never block; what is accepted is queued and
 * the position moves in the same critical section. One thread at a time takes entries out.
 */
public final class Mailbox {
    /** What became of a message. */
    enum OfferResult {
        /** Queued, shed by the overflow policy, or dropped as a duplicate. */
        ACCEPTED,
        /** No room: nothing has changed, offer it again when there is. */
        FULL,
        /** From a link that is no longer the current one. */
        STALE
    }

    private final Mutex lock = new Mutex();
    private final SpaceCondition space;
    private final UnackedMessages unacked = new UnackedMessages();
    private final MessageQueue queue;
    private final CursorTracker cursors;
    private final SubscriptionCounters counters = new SubscriptionCounters();
    private final MailboxConsumer consumer;

    private SubscriptionState state = SubscriptionState.WAITING;
    private @Nullable RealWireSubscription current;

    /** {@code waiting} makes what a pump waits on. */
    Mailbox(SubscriptionOptions<?> options, Limits limits, Function<Mutex, Condition> waiting) {
        space = new SpaceCondition(waiting.apply(lock));
        queue = new MessageQueue(options.overflow().kind(), limits, unacked);
        cursors = new CursorTracker(options.acknowledgement(), unacked);
        cursors.startAt(options.cursor());
        consumer = new MailboxConsumer(options.isOnDemand(), lock, space, queue, cursors, counters);
    }

    /** The side that delivers. */
    public MailboxConsumer consumer() {
        return consumer;
    }

    // ---- what the link does

    /** Makes a route the current one; answers null when the subscription is over, or waits for room. */
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

    /** The current link is gone. */
    public void detach() {
        underLock(() -> {
            current = null;
            if (!isOver()) state = SubscriptionState.WAITING;
            space.wakeWaiters();
        });
    }

    OfferResult offer(RealWireSubscription from, RealMessage message) {
        lock.lock();
        try {
            if (from != current) return OfferResult.STALE;
            if (cursors.isDuplicate(message.position())) {
                counters.duplicates++;
                return OfferResult.ACCEPTED;
            }
            if (!queue.add(message)) return OfferResult.FULL;
            counters.received++;
            counters.bytes += message.size;
            cursors.messageReceived(message.position());
            return OfferResult.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Accepts messages without queueing them, and gives the caller the claim to deliver them; false, and nothing has
     * changed, where something is before them, they would not fit, or some may be duplicates.
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

    /** The position moved without a message. */
    void moveCursor(RealWireSubscription from, String id) {
        underLock(() -> {
            if (from != current) return;
            cursors.moveReceived(id);
            CursorMarker marker = new CursorMarker(id);
            if (queue.isEmpty() && !consumer.isRunning()) cursors.markerReached(marker);
            else queue.add(marker);
        });
        consumer.cursorMayHaveMoved();
    }

    void subscriptionConfirmed(RealWireSubscription from, Continuity continuity) {
        underLock(() -> {
            if (from != current || state == SubscriptionState.SUBSCRIBED) return; // it is said once
            state = SubscriptionState.SUBSCRIBED;
            counters.subscribes++;
            Continuity told = cursors.streamContinued(continuity);
            if (told == Continuity.GAP) counters.gaps++;
            queue.add(told);
        });
    }

    /** Waits until there is room for so many bytes, or the route is no longer current. */
    void awaitSpace(RealWireSubscription from, int size) {
        lock.lock();
        try {
            space.awaitSpaceWhile(() -> from == current && (queue.isMoreThanHalfFull() || queue.isFull(size)));
        } finally {
            lock.unlock();
        }
    }

    /** Leaves a link that cannot wait; {@code whenRoom} runs, on any thread, once the queue is half empty. */
    public void detachUntilSpace(RealWireSubscription from, Runnable whenRoom) {
        underLock(() -> {
            if (from != current) return;
            current = null;
            state = SubscriptionState.WAITING;
            space.setCallback(whenRoom);
        });
    }

    /** Begins behind a position that was kept, unless something was taken in already; what moves it is told. */
    void restoreCursor(CursorSaver saver, @Nullable String from) {
        underLock(() -> {
            consumer.setCursorSaver(saver);
            if (cursors.receivedCursor() == null) cursors.startAt(from);
        });
    }

    /** The listener is to hear of something that went wrong beside it; answers whether it will. */
    boolean queueError(Throwable error) {
        return readUnderLock(() -> !isOver() && queue.add(error));
    }

    /** Begins anew where there is a position, since what follows it cannot be read; the listener hears why, and of a gap. */
    public void skipUnreadable(Throwable why) {
        underLock(() -> {
            if (isOver() || !cursors.forgetPosition()) return;
            queue.add(why);
        });
    }

    /** How many messages were taken in. */
    public long receivedMessages() {
        return readUnderLock(() -> counters.received);
    }

    /** Whether it knows where to go on from. */
    public boolean hasCursor() {
        return readUnderLock(() -> cursors.receivedCursor() != null);
    }

    /** Queues the last word; nothing is accepted after it. Discards what is queued when asked to. */
    void endWith(CloseReason reason, boolean discard) {
        underLock(() -> {
            if (!isOver()) {
                state = SubscriptionState.ENDED;
                queue.addFinalEvent(reason);
            }
            current = null;
            space.setCallback(null);
            if (discard) discardQueued(true);
            space.wakeWaiters();
        });
    }

    /** No callback begins after this; waits for a running one if asked to. */
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

    private void discardQueued(boolean keepLastWord) {
        consumer.stopBatch();
        queue.discardAll(keepLastWord);
    }

    private boolean isOver() {
        return state == SubscriptionState.UNSUBSCRIBED || state == SubscriptionState.ENDED;
    }

    // ---- for the app

    SubscriptionState state() {
        return readUnderLock(() -> state);
    }

    /** The position behind the last message that is done with. */
    @Nullable
    String cursor() {
        return readUnderLock(() -> {
            consumer.countProgress();
            return cursors.handledCursor();
        });
    }

    /** Whether nothing waits, nothing runs, and nothing that was handed out is still to be acknowledged. */
    public boolean isQuiet() {
        return readUnderLock(() -> queue.isEmpty() && !consumer.isRunning() && (isOver() || unacked.messages() == 0));
    }

    /** Adds its counters to a sum. */
    void addCounts(SubscriptionStats.Builder sum, long errors) {
        underLock(() -> {
            consumer.countProgress();
            counters.addTo(sum, queue.dropped(), queue.discarded(), errors);
            sum.queued(queue.messages() + consumer.waitingInBatch());
        });
    }

    private void underLock(Runnable change) {
        readUnderLock(() -> {
            change.run();
            return true;
        });
    }

    private <T extends @Nullable Object> T readUnderLock(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }
}
