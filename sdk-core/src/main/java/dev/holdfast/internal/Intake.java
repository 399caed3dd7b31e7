package dev.holdfast.internal;

import dev.holdfast.Continuity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The short way: one link's messages to their mailboxes, and from there to listeners, on the pump's thread. What comes
 * in comes under the link's lock; {@link #settle} runs without it.
 */
final class Intake {
    private static final class Waiting {
        final RealRoute route;
        /** A message, a continuity, or a position. */
        final Object word;

        Waiting(RealRoute route, Object word) {
            this.route = route;
            this.word = word;
        }

        /** Whether the app is still to be asked for its key. */
        boolean unkeyed;
    }

    private final Mutex lock;
    /** Whether the link can wait for a mailbox. */
    private final boolean waits;
    /** Told of mailboxes that are full and cannot be waited for. */
    private final Consumer<RealRoute> overflowed;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    /** Messages for {@link #handRoute} that no mailbox has heard of yet; at the end of each turn there are none. */
    private @Nullable Handful hand;

    private @Nullable RealRoute handRoute;
    private int lastHand;
    /** Mailboxes with something new; the first one apart, since mostly there is no other. */
    private @Nullable RealRoute dirty;

    private @Nullable List<RealRoute> moreDirty;

    Intake(Mutex lock, boolean waits, Consumer<RealRoute> overflowed) {
        this.lock = lock;
        this.waits = waits;
        this.overflowed = overflowed;
    }

    /** Whether something waits for room, and nothing more should be read. */
    boolean blocked() {
        return !waiting.isEmpty();
    }

    void message(RealRoute route, RealMessage message) {
        if (route.subscription.key() != null) {
            queue();
            Waiting keyed = new Waiting(route, message);
            keyed.unkeyed = true;
            waiting.add(keyed);
            return;
        }
        Handful filling = hand;
        if (filling != null && handRoute == route && filling.add(message, lastHand)) return;
        queue();
        if (!waiting.isEmpty()) {
            waiting.add(new Waiting(route, message));
            return;
        }
        hand = new Handful(message);
        if (handRoute != route) handRoute = route;
    }

    void subscribed(RealRoute route, Continuity continuity) {
        word(route, continuity);
    }

    void position(RealRoute route, String id) {
        word(route, id);
    }

    /** It keeps its place behind messages that were held back or wait. */
    private void word(RealRoute route, Object word) {
        queue();
        if (!waiting.isEmpty()) waiting.add(new Waiting(route, word));
        else hand(route, word);
    }

    /** Answers whether it is dealt with; false where it waits for room. */
    private boolean hand(RealRoute route, Object word) {
        if (word instanceof RealMessage) return offer(route, (RealMessage) word);
        if (word instanceof Continuity) {
            route.mailbox.subscribed(route, (Continuity) word);
            touched(route);
        } else route.mailbox.position(route, (String) word);
        return true;
    }

    /** Hands on what was held back, since something comes that must not overtake it. */
    void queue() {
        Handful held = hand;
        RealRoute route = handRoute;
        if (held == null || route == null) return;
        hand = null;
        lastHand = held.size();
        for (int i = 0; i < held.size(); i++) {
            RealMessage message = held.get(i);
            if (!waiting.isEmpty() || !offer(route, message)) waiting.add(new Waiting(route, message));
        }
    }

    private boolean offer(RealRoute route, RealMessage message) {
        switch (route.mailbox.offer(route, message)) {
            case ACCEPTED:
                touched(route);
                return true;
            case FULL:
                if (waits && route.subscription.waits()) return false;
                overflowed.accept(route);
                return true;
            default:
                return true;
        }
    }

    /** This mailbox has something to deliver. */
    void touched(RealRoute route) {
        if (route.dirty) return;
        route.dirty = true;
        route.mailbox.turn().received();
        if (dirty == null) dirty = route;
        else {
            if (moreDirty == null) moreDirty = new ArrayList<>();
            moreDirty.add(route);
        }
    }

    /** Ends a turn of the pump: answers whom its caller is to have deliver what passed; null where all was queued. */
    @Nullable
    RealRoute endTurn() {
        Handful held = hand;
        RealRoute route = handRoute;
        if (held == null || route == null) return null;
        if (dirty == null && route.subscription.passes() && route.mailbox.pass(route, held)) {
            hand = null;
            lastHand = held.size();
            return route;
        }
        queue();
        return null;
    }

    // ---- without the lock

    /** Sees to delivery of what was queued; on the pump, also waits until all of it has found room. */
    void settle(boolean onPump) {
        // Without the lock the pump sees at least what it did itself; the loop sees to its own.
        if (!onPump || dirty != null) kick(onPump);
        while (onPump && !waiting.isEmpty()) {
            Waiting next = first();
            if (next.unkeyed) next.route.subscription.key((TrackedMessage) next.word); // the app's code
            else if (next.word instanceof RealMessage) {
                next.route.mailbox.awaitRoom(next.route, ((RealMessage) next.word).weight);
            }
            next.unkeyed = false;
            offerAgain();
            kick(true);
        }
    }

    private Waiting first() {
        lock.lock();
        try {
            return waiting.getFirst();
        } finally {
            lock.unlock();
        }
    }

    private void offerAgain() {
        lock.lock();
        try {
            for (Waiting next = waiting.peek(); next != null && !next.unkeyed; next = waiting.peek()) {
                if (!hand(next.route, next.word)) return;
                waiting.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private void kick(boolean onPump) {
        RealRoute first;
        List<RealRoute> more;
        lock.lock();
        try {
            first = dirty;
            more = moreDirty;
            dirty = null;
            moreDirty = null;
            if (first != null) first.dirty = false;
            if (more != null) for (RealRoute route : more) route.dirty = false;
        } finally {
            lock.unlock();
        }
        if (first != null) first.subscription.kick(onPump);
        if (more != null) for (RealRoute route : more) route.subscription.kick(onPump);
    }
}
