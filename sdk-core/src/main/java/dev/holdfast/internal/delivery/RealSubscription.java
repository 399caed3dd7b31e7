package dev.holdfast.internal.delivery;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.CursorStore;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The app's handle: takes entries from its mailbox and hands them to the listener. */
public final class RealSubscription implements Subscription, CursorSource {
    private static final int MAX_BATCH_MESSAGES = 256;
    /** A part of a frame at 120 Hz: the app's executor may be its user interface. */
    private static final long MAX_SLICE_NANOS = 4_000_000;

    private final SubscriptionOptions<?> options;
    private final ListenerInvoker invoker;
    private volatile @Nullable String attemptName;
    private final ClientConfig config;
    private final Mailbox mailbox;
    private final Executor executor;
    private final boolean direct;
    private final boolean tracked;
    private final Consumer<RealSubscription> onRemoved;
    /** Null where positions are kept nowhere. */
    private final @Nullable CursorSaver cursorSaver;

    /** The session that carries it. */
    @OnLoop
    @Nullable
    public SubscriptionCarrier carrier;
    /** What it is on the wire as now, null while it is not. */
    @OnLoop
    @Nullable
    public RealWireSubscription wire;

    @SuppressWarnings("unchecked")
    public // data is decoded to request.type(), which is a T
    RealSubscription(
            SubscriptionOptions<?> options,
            SubscriptionListener<?> listener,
            ClientConfig config,
            Consumer<RealSubscription> removal) {
        this.options = options;
        this.invoker = new ListenerInvoker(
                this, options.type(), this::restoreDemand, (SubscriptionListener<Object>) listener, config);
        this.config = config;
        this.mailbox = new Mailbox(options, config.limits, config.runtime.conditions);
        Executor chosen = config.delivery.executor();
        this.executor = chosen != null ? chosen : config.runtime.workers;
        this.direct = config.delivery.isDirect();
        this.tracked = options.overflow().key() != null || options.acknowledgement() == Acknowledgement.MANUAL;
        this.onRemoved = removal;
        CursorStore store = config.cursorStore;
        this.cursorSaver = store == null ? null : new CursorSaver(store, config.base.url(), this, config.runtime);
    }

    /** Goes on with {@code then} once it is known where to begin. */
    public void start(Runnable then) {
        if (cursorSaver == null) then.run();
        else if (options.cursor() == null) cursorSaver.load(then);
        else {
            restoreCursor(cursorSaver, null);
            then.run();
        }
    }

    @Override
    public void restoreCursor(CursorSaver saver, @Nullable String from) {
        mailbox.restoreCursor(saver, from);
    }

    /** Called when it is over. */
    @OnLoop
    public void saveCursorFinally() {
        if (cursorSaver != null) cursorSaver.saveFinally();
    }

    /** Whether it has ended, or the app has. */
    public boolean isOver() {
        SubscriptionState state = state();
        return state == SubscriptionState.UNSUBSCRIBED || state == SubscriptionState.ENDED;
    }

    /** Whether nothing waits, runs, or is still to be saved. */
    public boolean isQuiet() {
        return mailbox.isQuiet() && (cursorSaver == null || cursorSaver.isQuiet());
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    SubscriptionOptions<?> options() {
        return options;
    }

    /** Sees to delivery after something was queued. On a reading thread with direct delivery it is done right here. */
    public void scheduleDelivery(boolean onPump) {
        if (onPump && direct) {
            Object first = mailbox.consumer().claimAndTakeNext();
            if (first != null) config.runtime.callbacks.run(() -> deliverFrom(first));
            return;
        }
        if (!mailbox.consumer().tryClaim()) return;
        if (onPump) submitDelivery(executor);
        // The app's executor may run tasks in the caller's thread, and that must not be the loop.
        else config.runtime.workers.execute(() -> submitDelivery(direct ? config.runtime.workers : executor));
    }

    private void submitDelivery(Executor where) {
        try {
            where.execute(this::deliverQueued);
        } catch (Throwable e) { // user interfaces refuse in their own words, such as IllegalStateException
            mailbox.endWith(
                    CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, "The delivery executor refused work")
                            .withCause(e),
                    true);
            config.runtime.workers.execute(this::deliverQueued);
            onRemoved.accept(this);
        }
    }

    private void deliverQueued() {
        config.runtime.callbacks.run(() -> deliverFrom(mailbox.consumer().takeNext()));
    }

    private void deliverFrom(@Nullable Object first) {
        int delivered = 0;
        EventLoop clock = config.runtime.loop;
        long began = clock.nanoTime();
        boolean lent = executor != config.runtime.workers;
        for (Object entry = first; entry != null; entry = mailbox.consumer().takeNext()) {
            invoker.invoke(entry);
            if (direct || (++delivered < MAX_BATCH_MESSAGES && !(lent && clock.nanoTime() - began >= MAX_SLICE_NANOS)))
                continue;
            // An executor that serves others as well gets its thread back now and then.
            mailbox.consumer().releaseClaim();
            scheduleDelivery(false);
            return;
        }
    }

    /** Whether messages can go from the reading thread to the listener without being queued. */
    boolean deliversUnqueued() {
        return direct && !tracked && !options.isOnDemand();
    }

    @Override
    public void request(long messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("messages is " + messages + ": request 1 or more");
        }
        if (!options.isOnDemand()) {
            throw new IllegalStateException("The subscription was not made with SubscriptionRequest.onDemand()");
        }
        mailbox.consumer().addDemand(messages);
        scheduleDelivery(false);
    }

    /** Whether a full queue is waited for. */
    public boolean blocksWhenFull() {
        return options.overflow().kind() == Overflow.Kind.BLOCK;
    }

    @Nullable
    Function<? super Message<?>, ?> keyFunction() {
        return options.overflow().key();
    }

    /** On the reading thread, without a lock: asks the app for a message's key. */
    void computeKey(TrackedMessage message) {
        Function<? super Message<?>, ?> function = keyFunction();
        try {
            if (function != null) message.computeKey(function);
        } catch (Throwable t) { // it counts as one without a key
            reportError(t);
        }
    }

    /** Whether messages are followed after they were queued. */
    boolean isTracked() {
        return tracked;
    }

    /** On the reading thread: delivers what the mailbox has let pass, and then what came up meanwhile. */
    public void deliverPassedBatch() {
        config.runtime.callbacks.run(() -> {
            MessageBatch batch = mailbox.consumer().passedBatch();
            for (int i = 0; i < batch.size() && !batch.isStopped(); i++) {
                invoker.invoke(batch.get(i));
                batch.markDone(i + 1);
            }
            deliverFrom(mailbox.consumer().takeNext());
        });
    }

    /** The message handed out last was none for the app: one that asked for it still waits. */
    private void restoreDemand() {
        if (options.isOnDemand()) mailbox.consumer().addDemand(1);
    }

    /** Something of the app's went wrong beside the listener: it is told in its turn, unless another such waits. */
    @Override
    public boolean reportError(Throwable error) {
        invoker.countError(error);
        boolean told = mailbox.queueError(error);
        scheduleDelivery(false);
        return told;
    }

    /** Ends it for the app. What is queued is delivered first, unless it is to be discarded. */
    public void endWith(CloseReason reason, boolean discard) {
        mailbox.endWith(reason, discard);
        scheduleDelivery(false);
    }

    public String describe() {
        return "Subscription{" + topic() + ", " + state() + ", " + stats() + "}" + invoker.describeErrors();
    }

    @Override
    public String topic() {
        return options.topic();
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
    public void setAttemptName(String attempt) {
        attemptName = attempt;
    }

    @Override
    public @Nullable String attemptName() {
        return attemptName;
    }

    @Override
    public SubscriptionStats stats() {
        return mailbox.stats(invoker.errorCount());
    }

    /** As {@link Mailbox#addCounts}. */
    public int addCounts(long[] values) {
        return mailbox.addCounts(values, invoker.errorCount());
    }

    @Override
    public void unsubscribeAndWait() {
        mailbox.unsubscribe(!config.runtime.callbacks.isInside());
        onRemoved.accept(this);
    }

    @Override
    public void unsubscribe() {
        mailbox.unsubscribe(false);
        onRemoved.accept(this);
    }

    @Override
    public String toString() {
        return "Subscription{" + topic() + ", " + state() + "}";
    }
}
