package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's queue, its position, and which link may fill it. Offers never block; what is accepted is queued and
 * the position moves in the same critical section. One thread at a time takes entries out.
 */
final class Mailbox {
    /** What became of a message. */
    enum Offer {
        /** Queued, shed by the overflow policy, or dropped as a duplicate. */
        ACCEPTED,
        /** No room: nothing has changed, offer it again when there is. */
        FULL,
        /** From a link that is no longer the current one. */
        STALE
    }

    private final Mutex lock = new Mutex();
    private final Room room;
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private final Backlog backlog;
    private final Positions positions;
    private final Tally tally = new Tally();
    private final Turn turn;

    private SubscriptionState state = SubscriptionState.WAITING;
    private @Nullable RealRoute current;

    /** {@code waiting} makes what a pump waits on. */
    Mailbox(SubscriptionRequest<?> request, Limits limits, Function<Mutex, Condition> waiting) {
        room = new Room(waiting.apply(lock));
        backlog = new Backlog(request.overflow().kind(), limits, unacknowledged);
        positions = new Positions(request.acknowledgement(), unacknowledged);
        positions.begin(request.cursor());
        turn = new Turn(request.isOnDemand(), lock, room, backlog, positions, tally);
    }

    /** The side that delivers. */
    Turn turn() {
        return turn;
    }

    // ---- what the link does

    /** Makes a route the current one; answers null when the subscription is over, or waits for room. */
    @Nullable
    RealRoute attach(RealSubscription subscription) {
        lock.lock();
        try {
            if (over() || room.isLeft()) return null;
            current = new RealRoute(subscription, positions.taken(), tally.subscribes > 0);
            state = SubscriptionState.SUBSCRIBING;
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** The current link is gone. */
    void detach() {
        locked(() -> {
            current = null;
            if (!over()) state = SubscriptionState.WAITING;
            room.wake();
        });
    }

    Offer offer(RealRoute from, RealMessage message) {
        lock.lock();
        try {
            if (from != current) return Offer.STALE;
            if (positions.seen(message.position())) {
                tally.duplicates++;
                return Offer.ACCEPTED;
            }
            if (!backlog.add(message)) return Offer.FULL;
            tally.received++;
            tally.bytes += message.size;
            positions.take(message.position());
            return Offer.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Accepts messages without queueing them, and gives the caller the claim to deliver them; false, and nothing has
     * changed, where something is before them, they would not fit, or some may be duplicates.
     */
    boolean pass(RealRoute from, Handful hand) {
        lock.lock();
        try {
            if (from != current || turn.isClaimed() || positions.overlaps() || !backlog.passes(hand)) return false;
            tally.received += hand.size();
            tally.bytes += hand.bytes();
            if (hand.hasPositions())
                for (int i = 0; i < hand.size(); i++) positions.take(hand.get(i).position());
            turn.pass(hand);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The position moved without a message. */
    void position(RealRoute from, String id) {
        locked(() -> {
            if (from != current) return;
            positions.moveTo(id);
            Position position = new Position(id);
            if (backlog.isEmpty() && !turn.running()) positions.passed(position);
            else backlog.add(position);
        });
        turn.moved();
    }

    void subscribed(RealRoute from, Continuity continuity) {
        locked(() -> {
            if (from != current || state == SubscriptionState.SUBSCRIBED) return; // it is said once
            state = SubscriptionState.SUBSCRIBED;
            tally.subscribes++;
            Continuity told = positions.continued(continuity);
            if (told == Continuity.GAP) tally.gaps++;
            backlog.add(told);
        });
    }

    /** Waits until there is room for so many bytes, or the route is no longer current. */
    void awaitRoom(RealRoute from, int size) {
        lock.lock();
        try {
            room.awaitWhile(() -> from == current && (backlog.crowded() || backlog.full(size)));
        } finally {
            lock.unlock();
        }
    }

    /** Leaves a link that cannot wait; {@code whenRoom} runs, on any thread, once the queue is half empty. */
    void leave(RealRoute from, Runnable whenRoom) {
        locked(() -> {
            if (from != current) return;
            current = null;
            state = SubscriptionState.WAITING;
            room.whenThereIs(whenRoom);
        });
    }

    /** Begins behind a position that was kept, unless something was taken in already; what moves it is told. */
    void keep(CursorKeeper told, @Nullable String from) {
        locked(() -> {
            turn.tell(told);
            if (positions.taken() == null) positions.begin(from);
        });
    }

    /** The listener is to hear of something that went wrong beside it; answers whether it will. */
    boolean fault(Throwable error) {
        return read(() -> !over() && backlog.add(error));
    }

    /** Begins anew where there is a position, since what follows it cannot be read; the listener hears why, and of a gap. */
    void skip(Throwable why) {
        locked(() -> {
            if (over() || !positions.skip()) return;
            backlog.add(why);
        });
    }

    /** How many messages were taken in. */
    long received() {
        return read(() -> tally.received);
    }

    /** Whether it knows where to go on from. */
    boolean hasCursor() {
        return read(() -> positions.taken() != null);
    }

    /** Queues the last word; nothing is accepted after it. Discards what is queued when asked to. */
    void end(CloseReason reason, boolean discard) {
        locked(() -> {
            if (!over()) {
                state = SubscriptionState.ENDED;
                backlog.addLast(reason);
            }
            current = null;
            room.whenThereIs(null);
            if (discard) discard(true);
            room.wake();
        });
    }

    /** No callback begins after this; waits for a running one if asked to. */
    void unsubscribe(boolean wait) {
        lock.lock();
        try {
            state = SubscriptionState.UNSUBSCRIBED;
            current = null;
            room.whenThereIs(null);
            discard(false);
            room.wake();
            if (wait) turn.awaitIdle();
        } finally {
            lock.unlock();
        }
    }

    private void discard(boolean keepLastWord) {
        turn.stop();
        backlog.discard(keepLastWord);
    }

    private boolean over() {
        return state == SubscriptionState.UNSUBSCRIBED || state == SubscriptionState.ENDED;
    }

    // ---- for the app

    SubscriptionState state() {
        return read(() -> state);
    }

    /** The position behind the last message that is done with. */
    @Nullable
    String cursor() {
        return read(() -> {
            turn.catchUp();
            return positions.done();
        });
    }

    /** Whether nothing waits, nothing runs, and nothing that was handed out is still to be acknowledged. */
    boolean quiet() {
        return read(() -> backlog.isEmpty() && !turn.running() && (over() || unacknowledged.messages() == 0));
    }

    SubscriptionStats stats(long errors) {
        long[] values = new long[9];
        int queued = count(values, errors);
        return new SubscriptionStats(values, queued);
    }

    /** Adds its counters to those, and says how many messages wait. */
    int count(long[] values, long errors) {
        return read(() -> {
            turn.catchUp();
            tally.addTo(values, backlog.dropped(), backlog.discarded(), errors);
            return backlog.messages() + turn.waiting();
        });
    }

    private void locked(Runnable change) {
        read(() -> {
            change.run();
            return true;
        });
    }

    private <T extends @Nullable Object> T read(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }
}
