package dev.holdfast.internal;

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
        final RealMessage message;

        Waiting(RealRoute route, RealMessage message) {
            this.route = route;
            this.message = message;
        }
    }

    private final Mutex lock;
    /** Told of mailboxes that are full where the link cannot wait for them; null where it can. */
    private final @Nullable Consumer<RealRoute> overflowed;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    /** Messages for {@link #handRoute} that no mailbox has heard of yet; at the end of each turn there are none. */
    private @Nullable Handful hand;

    private @Nullable RealRoute handRoute;
    private int lastHand;
    /** Mailboxes with something new; the first one apart, since mostly there is no other. */
    private @Nullable RealRoute dirty;

    private @Nullable List<RealRoute> moreDirty;

    Intake(Mutex lock, @Nullable Consumer<RealRoute> overflowed) {
        this.lock = lock;
        this.overflowed = overflowed;
    }

    /** Whether something waits for room, and nothing more should be read. */
    boolean blocked() {
        return !waiting.isEmpty();
    }

    void message(RealRoute route, RealMessage message) {
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

    /** Hands on what was held back, since something comes that must not overtake it. */
    void queue() {
        Handful held = hand;
        RealRoute route = handRoute;
        if (held == null || route == null) return;
        hand = null;
        lastHand = held.size();
        for (int i = 0; i < held.size(); i++) {
            RealMessage message = held.get(i);
            if (!waiting.isEmpty()) waiting.add(new Waiting(route, message));
            else offer(route, message);
        }
    }

    private void offer(RealRoute route, RealMessage message) {
        switch (route.mailbox.offer(route, message)) {
            case ACCEPTED:
                touched(route);
                break;
            case FULL:
                if (overflowed == null) waiting.add(new Waiting(route, message));
                else overflowed.accept(route);
                break;
            case STALE:
                break;
        }
    }

    /** This mailbox has something to deliver. */
    void touched(RealRoute route) {
        if (route.dirty) return;
        route.dirty = true;
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
        while (onPump) {
            Waiting next = waiting.peek();
            if (next == null) return;
            next.route.mailbox.awaitRoom(next.route, next.message.weight);
            offerAgain();
            kick(true);
        }
    }

    private void offerAgain() {
        lock.lock();
        try {
            for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
                Mailbox.Offer answer = next.route.mailbox.offer(next.route, next.message);
                if (answer == Mailbox.Offer.FULL) return;
                if (answer == Mailbox.Offer.ACCEPTED) touched(next.route);
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
