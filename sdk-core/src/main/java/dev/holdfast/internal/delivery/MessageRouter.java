package dev.holdfast.internal.delivery;

import dev.holdfast.Continuity;
import dev.holdfast.internal.runtime.Mutex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The router of one link. It passes incoming messages to their mailboxes, and from there to the listeners, on the read
 * pump's thread. Called under the link's lock, except for {@link #deliverPending}.
 */
public final class MessageRouter {
    private static final class WaitingEntry {
        final RealWireSubscription wire;
        /** A message, a continuity, a cursor as a String, or a task that must not overtake them. */
        final Object entry;

        WaitingEntry(RealWireSubscription wire, Object entry) {
            this.wire = wire;
            this.entry = entry;
        }

        /** True until the app's key function was called for the message. */
        boolean keyMissing;
    }

    private final Mutex lock;
    /** True if the link can wait for room in a mailbox. */
    private final boolean canWait;
    /** Receives each subscribe whose mailbox is full and cannot be waited for. */
    private final Consumer<RealWireSubscription> onOverflow;

    /** Entries that wait for a key or for room, in order. */
    private final ArrayDeque<WaitingEntry> waiting = new ArrayDeque<>();
    /** Messages for {@link #batchRoute} not yet offered to its mailbox. Null at the end of each read. */
    private @Nullable MessageBatch batch;

    private @Nullable RealWireSubscription batchRoute;
    private int lastBatchSize;
    /** The first subscribe with a new entry. It has its own field because usually there is only one. */
    private @Nullable RealWireSubscription pendingRoute;

    private @Nullable List<RealWireSubscription> morePendingRoutes;

    /**
     * Creates the router of a link.
     *
     * @param canWait true if the read pump may wait for room in a mailbox
     * @param onOverflow called under the link's lock when a mailbox is full and cannot be waited for
     */
    public MessageRouter(Mutex lock, boolean canWait, Consumer<RealWireSubscription> onOverflow) {
        this.lock = lock;
        this.canWait = canWait;
        this.onOverflow = onOverflow;
    }

    /** Returns true if an entry waits for room or a key, so that reading should stop. */
    public boolean isBlocked() {
        return !waiting.isEmpty();
    }

    /** Routes a message. It may be held back until {@link #flushBatch} or {@link #endOfRead}. */
    public void routeMessage(RealWireSubscription wire, RealMessage message) {
        if (wire.subscription.keyFunction() != null) {
            flushBatch();
            WaitingEntry keyed = new WaitingEntry(wire, message);
            keyed.keyMissing = true;
            waiting.add(keyed);
            return;
        }
        MessageBatch filling = batch;
        if (filling != null && batchRoute == wire && filling.add(message, lastBatchSize)) return;
        flushBatch();
        if (!waiting.isEmpty()) {
            waiting.add(new WaitingEntry(wire, message));
            return;
        }
        batch = new MessageBatch(message);
        if (batchRoute != wire) batchRoute = wire;
    }

    /** Routes the confirmation of a subscribe. */
    public void routeSubscribed(RealWireSubscription wire, Continuity continuity) {
        routeSignal(wire, continuity);
    }

    /** Routes a cursor without a message. An empty id clears the cursor. */
    public void routePosition(RealWireSubscription wire, String id) {
        routeSignal(wire, id);
    }

    /** Routes a comment. It has no key. */
    public void routeComment(RealWireSubscription wire, RealMessage comment) {
        routeSignal(wire, comment);
    }

    /** Runs a task, after the messages that are held back or wait. */
    public void routeTask(RealWireSubscription wire, Runnable task) {
        routeSignal(wire, task);
    }

    /** Routes an event. It keeps its place after messages that are held back or wait. */
    private void routeSignal(RealWireSubscription wire, Object event) {
        flushBatch();
        if (!waiting.isEmpty() || !passToMailbox(wire, event)) waiting.add(new WaitingEntry(wire, event));
    }

    /** Passes an entry to its mailbox. Returns false if it must wait for room. */
    private boolean passToMailbox(RealWireSubscription wire, Object entry) {
        if (entry instanceof RealMessage) return offerMessage(wire, (RealMessage) entry);
        if (entry instanceof Continuity) {
            wire.mailbox.subscriptionConfirmed(wire, (Continuity) entry);
            markForDelivery(wire);
        } else if (entry instanceof Runnable) ((Runnable) entry).run();
        else wire.mailbox.moveCursor(wire, (String) entry);
        return true;
    }

    /** Passes on the messages that were held back. Called before an entry that must not overtake them. */
    public void flushBatch() {
        MessageBatch heldBatch = batch;
        RealWireSubscription wire = batchRoute;
        if (heldBatch == null || wire == null) return;
        batch = null;
        lastBatchSize = heldBatch.size();
        for (int i = 0; i < heldBatch.size(); i++) {
            RealMessage message = heldBatch.get(i);
            if (!waiting.isEmpty() || !offerMessage(wire, message)) waiting.add(new WaitingEntry(wire, message));
        }
    }

    private boolean offerMessage(RealWireSubscription wire, RealMessage message) {
        Mailbox.OfferResult result = wire.mailbox.offer(wire, message);
        if (result == Mailbox.OfferResult.EARLY) return false;
        if (result == Mailbox.OfferResult.ACCEPTED) markForDelivery(wire);
        else if (result == Mailbox.OfferResult.FULL) {
            if (blocks(wire)) return false;
            onOverflow.accept(wire);
        }
        return true;
    }

    /** Returns true if the pump waits while the mailbox is full. */
    private boolean blocks(RealWireSubscription wire) {
        return canWait && wire.subscription.blocksWhenFull();
    }

    /** Marks a mailbox that has an entry to deliver. */
    public void markForDelivery(RealWireSubscription wire) {
        if (wire.deliveryPending) return;
        wire.deliveryPending = true;
        wire.mailbox.consumer().messagesReceived();
        if (pendingRoute == null) pendingRoute = wire;
        else {
            if (morePendingRoutes == null) morePendingRoutes = new ArrayList<>();
            morePendingRoutes.add(wire);
        }
    }

    /**
     * Ends one read of the pump. Returns the subscribe whose batch passed unqueued; the caller then delivers it with
     * {@link RealSubscription#deliverPassedBatch}. Returns null if all messages were queued.
     */
    @Nullable
    public RealWireSubscription endOfRead() {
        MessageBatch heldBatch = batch;
        RealWireSubscription wire = batchRoute;
        if (heldBatch == null || wire == null) return null;
        if (pendingRoute == null && wire.subscription.deliversUnqueued() && wire.mailbox.offerDirect(wire, heldBatch)) {
            batch = null;
            lastBatchSize = heldBatch.size();
            return wire;
        }
        flushBatch();
        return null;
    }

    // ---- called without the lock

    /**
     * Schedules the delivery of queued entries. On the pump's thread it also waits until all waiting entries have found
     * room. If {@code more} of the same read follows, delivery waits for it, so that on the reading thread too the latest
     * message of a key replaces the others.
     */
    public void deliverPending(boolean onPump, boolean more) {
        while (onPump && !waiting.isEmpty()) {
            WaitingEntry next = firstWaiting();
            if (next.keyMissing) next.wire.subscription.computeKey((TrackedMessage) next.entry); // calls the app
            else {
                startDeliveries(true);
                if (next.entry instanceof RealMessage && blocks(next.wire))
                    next.wire.mailbox.awaitSpace(next.wire, ((RealMessage) next.entry).weight);
            }
            next.keyMissing = false;
            retryWaiting();
        }
        // Without the lock, the pump sees at least its own writes. The loop schedules the entries that it routed
        // itself.
        if (!onPump || (pendingRoute != null && !more)) startDeliveries(onPump);
    }

    private WaitingEntry firstWaiting() {
        lock.lock();
        try {
            return waiting.getFirst();
        } finally {
            lock.unlock();
        }
    }

    private void retryWaiting() {
        lock.lock();
        try {
            for (WaitingEntry next = waiting.peek(); next != null && !next.keyMissing; next = waiting.peek()) {
                if (!passToMailbox(next.wire, next.entry)) return;
                waiting.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startDeliveries(boolean onPump) {
        RealWireSubscription first;
        List<RealWireSubscription> more;
        lock.lock();
        try {
            first = pendingRoute;
            more = morePendingRoutes;
            pendingRoute = null;
            morePendingRoutes = null;
            if (first != null) first.deliveryPending = false;
            if (more != null) for (RealWireSubscription wire : more) wire.deliveryPending = false;
        } finally {
            lock.unlock();
        }
        if (first != null) first.subscription.scheduleDelivery(onPump);
        if (more != null) for (RealWireSubscription wire : more) wire.subscription.scheduleDelivery(onPump);
    }
}
