package dev.holdfast.internal.delivery;

import dev.holdfast.Continuity;
import dev.holdfast.internal.runtime.Mutex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The short way: one link's messages to their mailboxes, and from there to listeners, on the pump's thread. What comes
 * in comes under the link's lock; {@link #deliverPending} runs without it.
 */
public final class MessageRouter {
    private static final class WaitingEntry {
        final RealWireSubscription wire;
        /** A message, a continuity, or a position. */
        final Object entry;

        WaitingEntry(RealWireSubscription wire, Object word) {
            this.wire = wire;
            this.entry = word;
        }

        /** Whether the app is still to be asked for its key. */
        boolean keyMissing;
    }

    private final Mutex lock;
    /** Whether the link can wait for a mailbox. */
    private final boolean canWait;
    /** Told of mailboxes that are full and cannot be waited for. */
    private final Consumer<RealWireSubscription> onOverflow;

    private final ArrayDeque<WaitingEntry> waiting = new ArrayDeque<>();
    /** Messages for {@link #batchRoute} that no mailbox has heard of yet; at the end of each turn there are none. */
    private @Nullable MessageBatch batch;

    private @Nullable RealWireSubscription batchRoute;
    private int lastBatchSize;
    /** Mailboxes with something new; the first one apart, since mostly there is no other. */
    private @Nullable RealWireSubscription pendingRoute;

    private @Nullable List<RealWireSubscription> morePendingRoutes;

    public MessageRouter(Mutex lock, boolean waits, Consumer<RealWireSubscription> overflowed) {
        this.lock = lock;
        this.canWait = waits;
        this.onOverflow = overflowed;
    }

    /** Whether something waits for room, and nothing more should be read. */
    public boolean isBlocked() {
        return !waiting.isEmpty();
    }

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

    public void routeSubscribed(RealWireSubscription wire, Continuity continuity) {
        routeSignal(wire, continuity);
    }

    public void routePosition(RealWireSubscription wire, String id) {
        routeSignal(wire, id);
    }

    /** It keeps its place behind messages that were held back or wait. */
    private void routeSignal(RealWireSubscription wire, Object word) {
        flushBatch();
        if (!waiting.isEmpty()) waiting.add(new WaitingEntry(wire, word));
        else passToMailbox(wire, word);
    }

    /** Answers whether it is dealt with; false where it waits for room. */
    private boolean passToMailbox(RealWireSubscription wire, Object word) {
        if (word instanceof RealMessage) return offerMessage(wire, (RealMessage) word);
        if (word instanceof Continuity) {
            wire.mailbox.subscriptionConfirmed(wire, (Continuity) word);
            markForDelivery(wire);
        } else wire.mailbox.moveCursor(wire, (String) word);
        return true;
    }

    /** Hands on what was held back, since something comes that must not overtake it. */
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
        switch (wire.mailbox.offer(wire, message)) {
            case ACCEPTED:
                markForDelivery(wire);
                return true;
            case FULL:
                if (canWait && wire.subscription.blocksWhenFull()) return false;
                onOverflow.accept(wire);
                return true;
            default:
                return true;
        }
    }

    /** This mailbox has something to deliver. */
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

    /** Ends a turn of the pump: answers whom its caller is to have deliver what passed; null where all was queued. */
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

    // ---- without the lock

    /** Sees to delivery of what was queued; on the pump, also waits until all of it has found room. */
    public void deliverPending(boolean onPump) {
        // Without the lock the pump sees at least what it did itself; the loop sees to its own.
        if (!onPump || pendingRoute != null) startDeliveries(onPump);
        while (onPump && !waiting.isEmpty()) {
            WaitingEntry next = firstWaiting();
            if (next.keyMissing) next.wire.subscription.computeKey((TrackedMessage) next.entry); // the app's code
            else if (next.entry instanceof RealMessage) {
                next.wire.mailbox.awaitSpace(next.wire, ((RealMessage) next.entry).weight);
            }
            next.keyMissing = false;
            retryWaiting();
            startDeliveries(true);
        }
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
