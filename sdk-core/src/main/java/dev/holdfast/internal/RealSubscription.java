package dev.holdfast.internal;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.CursorStore;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The app's handle: takes entries from its mailbox and hands them to the listener. */
final class RealSubscription implements Subscription, CursorSource {
    private static final int BATCH = 256;
    /** A part of a frame at 120 Hz: the app's executor may be its user interface. */
    private static final long SLICE_NANOS = 4_000_000;

    private final SubscriptionRequest<?> request;
    private final Teller teller;
    private volatile @Nullable String attemptName;
    private final Settings settings;
    private final Mailbox mailbox;
    private final Executor executor;
    private final boolean direct;
    private final boolean tracked;
    private final Consumer<RealSubscription> removal;
    /** Null where positions are kept nowhere. */
    private final @Nullable CursorKeeper keeper;

    /** The session that carries it. Only the loop reads and writes it. */
    @Nullable
    SubscriptionCarrier carrier;
    /** What it is on the wire as now, null while it is not. Only the loop reads and writes it. */
    @Nullable
    RealRoute route;

    @SuppressWarnings("unchecked") // data is decoded to request.type(), which is a T
    RealSubscription(
            SubscriptionRequest<?> request,
            SubscriptionListener<?> listener,
            Settings settings,
            Consumer<RealSubscription> removal) {
        this.request = request;
        this.teller = new Teller(this, request.type(), this::askAgain, (SubscriptionListener<Object>) listener, settings);
        this.settings = settings;
        this.mailbox = new Mailbox(request, settings.limits, settings.shared.waiting);
        Executor chosen = settings.delivery.executor();
        this.executor = chosen != null ? chosen : settings.shared.workers;
        this.direct = settings.delivery.isDirect();
        this.tracked = request.overflow().key() != null || request.acknowledgement() == Acknowledgement.MANUAL;
        this.removal = removal;
        CursorStore store = settings.cursorStore;
        this.keeper = store == null ? null : new CursorKeeper(store, settings.base.url(), this, settings.shared);
    }

    /** Goes on with {@code then} once it is known where to begin. */
    void begin(Runnable then) {
        if (keeper == null) then.run();
        else if (request.cursor() == null) keeper.load(then);
        else {
            keep(keeper, null);
            then.run();
        }
    }

    @Override
    public void keep(CursorKeeper told, @Nullable String from) {
        mailbox.keep(told, from);
    }

    /** On the loop, when it is over. */
    void finish() {
        if (keeper != null) keeper.finish();
    }

    /** Whether it has ended, or the app has. */
    boolean isOver() {
        SubscriptionState state = state();
        return state == SubscriptionState.UNSUBSCRIBED || state == SubscriptionState.ENDED;
    }

    /** Whether nothing waits, runs, or is still to be saved. */
    boolean quiet() {
        return mailbox.quiet() && (keeper == null || keeper.quiet());
    }

    Mailbox mailbox() {
        return mailbox;
    }

    SubscriptionRequest<?> request() {
        return request;
    }

    /** Sees to delivery after something was queued. On a reading thread with direct delivery it is done right here. */
    void kick(boolean onPump) {
        if (onPump && direct) {
            Object first = mailbox.turn().claimNext();
            if (first != null) settings.shared.callbacks.run(() -> deliverAll(first));
            return;
        }
        if (!mailbox.turn().claim()) return;
        if (onPump) submit(executor);
        // The app's executor may run tasks in the caller's thread, and that must not be the loop.
        else settings.shared.workers.execute(() -> submit(direct ? settings.shared.workers : executor));
    }

    private void submit(Executor where) {
        try {
            where.execute(this::deliver);
        } catch (Throwable e) { // user interfaces refuse in their own words, such as IllegalStateException
            mailbox.end(
                    CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, "The delivery executor refused work")
                            .withCause(e),
                    true);
            settings.shared.workers.execute(this::deliver);
            removal.accept(this);
        }
    }

    private void deliver() {
        settings.shared.callbacks.run(() -> deliverAll(mailbox.turn().next()));
    }

    private void deliverAll(@Nullable Object first) {
        int delivered = 0;
        Loop clock = settings.shared.loop;
        long began = clock.nanoTime();
        boolean lent = executor != settings.shared.workers;
        for (Object entry = first; entry != null; entry = mailbox.turn().next()) {
            teller.tell(entry);
            if (direct || (++delivered < BATCH && !(lent && clock.nanoTime() - began >= SLICE_NANOS))) continue;
            // An executor that serves others as well gets its thread back now and then.
            mailbox.turn().relinquish();
            kick(false);
            return;
        }
    }

    /** Whether messages can go from the reading thread to the listener without being queued. */
    boolean passes() {
        return direct && !tracked && !request.isOnDemand();
    }

    @Override
    public void request(long messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("messages is " + messages + ": request 1 or more");
        }
        if (!request.isOnDemand()) {
            throw new IllegalStateException("The subscription was not made with SubscriptionRequest.onDemand()");
        }
        mailbox.turn().request(messages);
        kick(false);
    }

    /** Whether a full queue is waited for. */
    boolean waits() {
        return request.overflow().kind() == Overflow.Kind.BLOCK;
    }

    @Nullable
    Function<? super Message<?>, ?> key() {
        return request.overflow().key();
    }

    /** On the reading thread, without a lock: asks the app for a message's key. */
    void key(TrackedMessage message) {
        Function<? super Message<?>, ?> function = key();
        try {
            if (function != null) message.key(function);
        } catch (Throwable t) { // it counts as one without a key
            fault(t);
        }
    }

    /** Whether messages are followed after they were queued. */
    boolean tracked() {
        return tracked;
    }

    /** On the reading thread: delivers what the mailbox has let pass, and then what came up meanwhile. */
    void deliverPassed() {
        settings.shared.callbacks.run(() -> {
            Handful hand = mailbox.turn().passed();
            for (int i = 0; i < hand.size() && !hand.stopped(); i++) {
                teller.tell(hand.get(i));
                hand.done(i + 1);
            }
            deliverAll(mailbox.turn().next());
        });
    }

    /** The message handed out last was none for the app: one that asked for it still waits. */
    private void askAgain() {
        if (request.isOnDemand()) mailbox.turn().request(1);
    }

    /** Something of the app's went wrong beside the listener: it is told in its turn, unless another such waits. */
    @Override
    public boolean fault(Throwable error) {
        teller.count(error);
        boolean told = mailbox.fault(error);
        kick(false);
        return told;
    }

    /** Ends it for the app. What is queued is delivered first, unless it is to be discarded. */
    void end(CloseReason reason, boolean discard) {
        mailbox.end(reason, discard);
        kick(false);
    }

    String describe() {
        return "Subscription{" + topic() + ", " + state() + ", " + stats() + "}" + teller.describe();
    }

    @Override
    public String topic() {
        return request.topic();
    }

    @Override
    public SubscriptionState state() {
        return mailbox.state();
    }

    @Override
    public @Nullable String cursor() {
        return mailbox.cursor();
    }

    /** It is put on an attempt's connection. */
    void carriedBy(String attempt) {
        attemptName = attempt;
    }

    @Override
    public @Nullable String attemptName() {
        return attemptName;
    }

    @Override
    public SubscriptionStats stats() {
        return mailbox.stats(teller.errors());
    }

    /** As {@link Mailbox#count}. */
    int count(long[] values) {
        return mailbox.count(values, teller.errors());
    }

    @Override
    public void unsubscribe() {
        mailbox.unsubscribe(!settings.shared.callbacks.isInside());
        removal.accept(this);
    }

    @Override
    public void cancel() {
        mailbox.unsubscribe(false);
        removal.accept(this);
    }

    @Override
    public String toString() {
        return "Subscription{" + topic() + ", " + state() + "}";
    }
}
