package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.Outlet;
import dev.holdfast.spi.Route;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on one link: from the reader to the conversation, and from the conversation to mailboxes (the short way)
 * and to the session (by the loop). Everything but {@link #settle} runs under the link's lock.
 */
final class Inbound implements FrameSink, Outlet {
    private static final int MOST_HANDED_OVER = 256 * 1024;
    /** What a task on the loop's queue holds, roughly. */
    private static final int TASK_BYTES = 64;

    private static final class Waiting {
        final RealRoute route;
        final RealMessage message;

        Waiting(RealRoute route, RealMessage message) {
            this.route = route;
            this.message = message;
        }
    }

    private final Link link;
    private final Session session;
    private final Settings settings;
    private final boolean dedicated;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    /** Mailboxes with something new; the first one apart, since mostly there is no other. */
    private @Nullable RealRoute dirty;

    private @Nullable List<RealRoute> moreDirty;
    private @Nullable CloseReason failure;
    /** About how much was handed to the loop since it last caught up, in bytes. */
    private int handedOver;

    @SuppressWarnings("NullAway.Init") // the link sets it before anything comes in
    Conversation conversation;

    long receivedNanos;
    volatile @Nullable CloseReason farewell;
    private volatile boolean retired;

    Inbound(Link link, Session session, Settings settings, boolean dedicated) {
        this.link = link;
        this.session = session;
        this.settings = settings;
        this.dedicated = dedicated;
    }

    /** The link is over for the session: what still comes is read and thrown away. */
    void retire() {
        retired = true;
    }

    boolean ended() {
        return farewell != null;
    }

    /** Throws what the conversation found wrong. */
    void check() throws CloseException {
        CloseReason found = failure;
        if (found != null && !retired) throw new CloseException(found);
    }

    // ---- from the reader

    @Override
    public boolean frame(Frame frame) {
        if (retired) return true;
        try {
            conversation.received(frame);
        } catch (CloseException e) {
            failure = e.reason();
        } catch (RuntimeException e) { // a fault of a protocol is that link's end, not the client's
            failure = Failures.reason(e);
        }
        return waiting.isEmpty() && failure == null;
    }

    @Override
    public void ping(byte[] payload) {
        link.ponged(payload);
    }

    @Override
    public void pong(byte[] payload) {
        link.pong();
    }

    @Override
    public void retry(long millis) {
        onLoop(() -> session.retry(link, millis));
    }

    @Override
    public void closed(CloseReason reason) {
        farewell = reason;
    }

    // ---- from the conversation

    @Override
    public void send(Frame frame) {
        Outbox outbox = link.outbox();
        if (outbox == null) throw new IllegalStateException("The transport only receives");
        outbox.send(frame);
    }

    @Override
    public void ready() {
        onLoop(() -> session.ready(link));
    }

    @Override
    public void heartbeat(Duration interval) {
        onLoop(() -> session.heartbeat(link, interval));
    }

    @Override
    public void subscribed(Route route, Continuity continuity) {
        RealRoute real = (RealRoute) route;
        real.mailbox.subscribed(real, continuity);
        touched(real);
    }

    @Override
    public void message(Route route, @Nullable String id, @Nullable String type, Frame payload) {
        Object data = payload.kind() == Frame.Kind.BINARY ? payload.bytes() : payload.text();
        offer((RealRoute) route, id, type, data, payload.size());
    }

    @Override
    public void message(Route route, @Nullable String id, @Nullable String type, String payload, int size) {
        offer((RealRoute) route, id, type, payload, size);
    }

    private void offer(RealRoute route, @Nullable String id, @Nullable String type, Object payload, int size) {
        RealMessage message = new RealMessage(route.subscription.topic(), id, type, payload, size, receivedNanos);
        if (!waiting.isEmpty()) {
            waiting.add(new Waiting(route, message));
            return;
        }
        switch (route.mailbox.offer(route, message)) {
            case ACCEPTED:
                touched(route);
                break;
            case FULL:
                if (dedicated) waiting.add(new Waiting(route, message));
                else overflowed(route);
                break;
            case STALE:
                break;
        }
    }

    private void overflowed(RealRoute route) {
        Loop loop = settings.shared.loop;
        RealSubscription subscription = route.subscription;
        // In this order: the room that a quick listener makes must not be heard of before the overflow.
        onLoop(() -> session.overflowed(link, route));
        route.mailbox.leave(route, () -> loop.execute(() -> session.roomFor(subscription)));
        touched(route); // the listener may have emptied the queue meanwhile, and then nobody looks at it again
    }

    @Override
    public void position(Route route, String id) {
        RealRoute real = (RealRoute) route;
        real.mailbox.position(real, id);
    }

    @Override
    public void ended(Route route, CloseReason reason) {
        onLoop(() -> session.routeEnded(link, (RealRoute) route, reason));
    }

    @Override
    public void receipt(long command, @Nullable String id) {
        onLoop(() -> session.answered(link, c -> c.receipt(command, id)));
    }

    @Override
    public void reply(long command, String payload) {
        handedOver += payload.length();
        onLoop(() -> session.answered(link, c -> c.reply(command, payload)));
    }

    @Override
    public void refused(long command, CloseReason reason) {
        handedOver += reason.text().length();
        onLoop(() -> session.answered(link, c -> c.refused(command, reason)));
    }

    @Override
    public void close(CloseReason reason) {
        failure = reason;
        link.failed(reason); // said outside a frame, no check would find it
    }

    private void onLoop(Runnable task) {
        handedOver += TASK_BYTES;
        settings.shared.loop.execute(task);
    }

    // ---- outside the lock

    private void touched(RealRoute route) {
        if (route.dirty) return;
        route.dirty = true;
        if (dirty == null) dirty = route;
        else {
            if (moreDirty == null) moreDirty = new ArrayList<>();
            moreDirty.add(route);
        }
    }

    /** Under the lock: the mailbox that got something, where it is the only one; {@link #settle} sees to any others. */
    @Nullable
    RealRoute takeOnlyTouched() {
        RealRoute only = dirty;
        if (only == null || moreDirty != null) return null;
        dirty = null;
        only.dirty = false;
        return only;
    }

    /** Sees to delivery of what came; on the pump, also waits until all of it has found room. */
    void settle(boolean onPump) {
        // Without the lock the pump sees at least what it did itself; the loop sees to its own.
        if (!onPump || dirty != null) kick(onPump);
        if (onPump && handedOver > MOST_HANDED_OVER) letLoopCatchUp();
        while (onPump) {
            Waiting next = waiting.peek();
            if (next == null) return;
            next.route.mailbox.awaitRoom(next.route, next.message.weight);
            offerAgain();
            kick(true);
        }
    }

    /** A peer that talks faster than the loop listens is read no faster than that, or what it said would pile up. */
    private void letLoopCatchUp() {
        handedOver = 0;
        CompletableFuture<Boolean> caughtUp = new CompletableFuture<>();
        settings.shared.loop.execute(() -> caughtUp.complete(true));
        caughtUp.join();
    }

    private void offerAgain() {
        link.lock.lock();
        try {
            for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
                Mailbox.Offer answer = next.route.mailbox.offer(next.route, next.message);
                if (answer == Mailbox.Offer.FULL) return;
                if (answer == Mailbox.Offer.ACCEPTED) touched(next.route);
                waiting.remove();
            }
        } finally {
            link.lock.unlock();
        }
    }

    private void kick(boolean onPump) {
        RealRoute first;
        List<RealRoute> more;
        link.lock.lock();
        try {
            first = dirty;
            more = moreDirty;
            dirty = null;
            moreDirty = null;
            if (first != null) first.dirty = false;
            if (more != null) for (RealRoute route : more) route.dirty = false;
        } finally {
            link.lock.unlock();
        }
        if (first != null) first.subscription.kick(onPump);
        if (more != null) for (RealRoute route : more) route.subscription.kick(onPump);
    }
}
