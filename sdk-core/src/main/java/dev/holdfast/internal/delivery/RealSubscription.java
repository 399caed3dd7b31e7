package dev.holdfast.internal.delivery;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.CursorStore;
import dev.holdfast.Diagnostics;
import dev.holdfast.Message;
import dev.holdfast.MessageHandler;
import dev.holdfast.Overflow;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.internal.runtime.SharedRuntime;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A subscription of the app. It takes entries from its mailbox and passes them to the listener. */
public final class RealSubscription implements Subscription, CursorSource, Acknowledger {
    private static final int MAX_BATCH_MESSAGES = 256;
    /** About half of a frame at 120 Hz, because the app's executor may be its UI thread. */
    private static final long MAX_SLICE_NANOS = 4_000_000;
    /** A listener on the reading thread that needs more for one read does not keep up. */
    private static final long MAX_READ_NANOS = 100_000_000;

    private final SubscriptionOptions<?> options;
    private final ListenerInvoker invoker;
    private volatile @Nullable String attemptName;
    private final SharedRuntime runtime;
    private final Mailbox mailbox;
    private final Executor executor;
    private final boolean direct;
    private final boolean tracked;
    private final Consumer<RealSubscription> onRemoved;
    /** Null if the client has no cursor store. */
    private final @Nullable CursorSaver cursorSaver;

    /** The session that carries it; null if none does. */
    @OnLoop
    @Nullable
    public SubscriptionCarrier<RealSubscription> carrier;
    /** Its subscribe on the current link; null while there is none. */
    @OnLoop
    @Nullable
    public RealWireSubscription wire;

    @SuppressWarnings("unchecked") // data is decoded to options.type(), which is a T
    public RealSubscription(
            SubscriptionOptions<?> options,
            MessageHandler<?> handler,
            ClientConfig config,
            SharedRuntime runtime,
            CompositeMonitor monitor,
            Consumer<RealSubscription> onRemoved) {
        this.options = options;
        this.invoker = new ListenerInvoker(
                this,
                options.type(),
                this::restoreDemand,
                (MessageHandler<Object>) handler,
                config.unhandledHandler,
                config.decoder,
                monitor,
                runtime.loop);
        this.runtime = runtime;
        this.mailbox = new Mailbox(options, config.limits, runtime.conditions);
        Executor chosen = config.delivery.executor();
        this.executor = chosen != null ? chosen : runtime.workers;
        this.direct = config.delivery.isDirect();
        this.tracked = options.overflow().key() != null || options.acknowledgement() == Acknowledgement.MANUAL;
        this.onRemoved = onRemoved;
        CursorStore store = config.cursorStore;
        this.cursorSaver = store == null ? null : new CursorSaver(store, config.base.url(), this, runtime);
    }

    /**
     * Runs {@code then} once the starting cursor is known. Without a store, or with a cursor set by the app, this is at
     * once; otherwise after the store has loaded the cursor. An ended subscription of the same key saves before that.
     */
    @OnLoop
    public void start(Runnable then) {
        if (cursorSaver != null && options.cursor() == null) {
            cursorSaver.load(then);
            return;
        }
        if (cursorSaver != null) cursorSaver.start();
        then.run();
    }

    @Override
    public void restoreCursor(CursorSaver saver, @Nullable String from) {
        mailbox.restoreCursor(saver, from);
    }

    /** Saves the last cursor when the subscription is over. */
    @OnLoop
    public void saveCursorFinally() {
        if (cursorSaver != null) cursorSaver.saveFinally();
    }

    /** Returns true if the subscription ended or the app unsubscribed. */
    public boolean isOver() {
        SubscriptionState state = state();
        return state == SubscriptionState.UNSUBSCRIBED || state == SubscriptionState.ENDED;
    }

    /** Returns true if no entry waits, no callback runs, and no cursor is left to save. */
    public boolean isQuiet() {
        return mailbox.isQuiet() && (cursorSaver == null || cursorSaver.isQuiet());
    }

    /** Returns true if it is quiet and its cursor is saved. */
    public boolean isDrained() {
        return mailbox.isQuiet() && (cursorSaver == null || cursorSaver.isSaved());
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    SubscriptionOptions<?> options() {
        return options;
    }

    /**
     * Schedules delivery after an entry was queued. With direct delivery on a read pump's thread, delivers on the
     * calling thread.
     */
    public void scheduleDelivery(boolean onPump) {
        if (onPump && direct) {
            deliverQueued();
            return;
        }
        if (!mailbox.consumer().tryClaim()) return;
        try {
            if (onPump) submitDelivery(executor);
            // A worker submits the task: the app's executor may run it in the calling thread, never on the loop.
            else runtime.workers.execute(() -> submitDelivery(direct ? runtime.workers : executor));
        } catch (Throwable t) { // out of memory
            mailbox.consumer().releaseClaim();
            throw t;
        }
    }

    private void submitDelivery(Executor where) {
        try {
            where.execute(this::deliverQueued);
        } catch (Throwable e) { // UI toolkits throw their own exceptions, such as IllegalStateException
            mailbox.endWith(
                    CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, "The delivery executor rejected a task")
                            .withCause(e),
                    true);
            // The last save comes before a load by a subscription that the app makes in onEnded.
            onRemoved.accept(this);
            runtime.workers.execute(this::deliverQueued);
        }
    }

    private void deliverQueued() {
        Object first = mailbox.consumer().claimAndTakeNext();
        if (first != null) deliverClaimed(first);
    }

    /** Delivers an entry and those after it. Gives the claim back whatever is thrown: others wait for it. */
    private void deliverClaimed(Object first) {
        try {
            runtime.callbacks.run(() -> deliverFrom(first));
        } catch (Throwable t) { // out of memory, or from the equals method of a key
            invoker.countError(t);
            mailbox.consumer().releaseClaim();
            scheduleDelivery(false);
        }
    }

    private void deliverFrom(Object first) {
        int delivered = 0;
        EventLoop clock = runtime.loop;
        long began = clock.nanoTime();
        boolean lent = executor != runtime.workers;
        for (Object entry = first; entry != null; entry = mailbox.consumer().takeNext()) {
            if (entry instanceof MessageBatch) deliverBatch((MessageBatch) entry);
            else invoker.invoke(entry);
            if (direct || (++delivered < MAX_BATCH_MESSAGES && !(lent && clock.nanoTime() - began >= MAX_SLICE_NANOS)))
                continue;
            // Returns the thread to the executor from time to time, so that its other tasks can run.
            mailbox.consumer().releaseClaim();
            scheduleDelivery(false);
            return;
        }
    }

    /** Returns true if the listener still has time to make room for the message before its policy applies. */
    boolean isNew(RealMessage message) {
        return runtime.loop.nanoTime() - message.receivedNanos() < MAX_READ_NANOS;
    }

    /** Returns true if the reading thread can pass messages to the listener without queueing them. */
    boolean deliversUnqueued() {
        return direct && !tracked && !options.isOnDemand();
    }

    @Override
    public void acknowledge(TrackedMessage message) {
        if (mailbox.consumer().acknowledge(message)) scheduleDelivery(false);
    }

    @Override
    public void request(long messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("messages is " + messages + ": request 1 or more");
        }
        if (!options.isOnDemand()) {
            throw new IllegalStateException("The subscription was not made with SubscriptionOptions.withDemand()");
        }
        mailbox.consumer().addDemand(messages);
        scheduleDelivery(false);
    }

    /** Returns true if the read pump waits while the queue is full. */
    public boolean blocksWhenFull() {
        return options.overflow().kind() == Overflow.Kind.BLOCK;
    }

    @Nullable
    Function<? super Message<?>, ?> keyFunction() {
        return options.overflow().key();
    }

    /** Calls the app's key function for a message. Called on the reading thread, without a lock. */
    void computeKey(TrackedMessage message) {
        Function<? super Message<?>, ?> function = keyFunction();
        try {
            if (function != null) message.computeKey(function);
        } catch (Throwable t) { // the message is treated as one without a key
            reportError(t);
        }
    }

    /** Returns true if messages are {@link TrackedMessage}s: they have keys or are acknowledged by the app. */
    boolean isTracked() {
        return tracked;
    }

    /** Delivers the batch that passed unqueued, then the entries queued since. Called on the reading thread. */
    public void deliverPassedBatch() {
        deliverClaimed(mailbox.consumer().passedBatch());
    }

    private void deliverBatch(MessageBatch batch) {
        for (int i = 0; i < batch.size() && !batch.isStopped(); i++) {
            invoker.invoke(batch.get(i));
            batch.markDone(i + 1);
        }
    }

    /** Restores one unit of demand because the last message did not reach the app. */
    private void restoreDemand() {
        if (options.isOnDemand()) mailbox.consumer().addDemand(1);
    }

    /**
     * Counts an error of the app's code outside the listener and queues it for {@code onError}. Returns false if the
     * listener will not receive it: another such error is queued, or the subscription is over.
     */
    @Override
    public boolean reportError(Throwable error) {
        invoker.countError(error);
        boolean queued = mailbox.queueError(error);
        scheduleDelivery(false);
        return queued;
    }

    /** Ends the subscription. Queued entries are delivered before the final event unless {@code discard} is true. */
    public void endWith(CloseReason reason, boolean discard) {
        mailbox.endWith(reason, discard);
        scheduleDelivery(false);
    }

    /** Returns state, counters and last error as text for diagnostics. */
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

    /** Sets the name of the connection attempt that carries the subscription. */
    public void setAttemptName(String attempt) {
        attemptName = attempt;
    }

    @Override
    public @Nullable String attemptName() {
        return attemptName;
    }

    @Override
    public SubscriptionStats stats() {
        SubscriptionStats.Builder stats = SubscriptionStats.builder();
        addCounts(stats);
        return stats.build();
    }

    /** Adds its counters to a sum. */
    public void addCounts(SubscriptionStats.Builder sum) {
        mailbox.addCounts(sum, invoker.errorCount());
    }

    @Override
    public void unsubscribeAndWait() {
        mailbox.unsubscribe(!runtime.callbacks.isInside());
        onRemoved.accept(this);
    }

    @Override
    public void unsubscribe() {
        mailbox.unsubscribe(false);
        onRemoved.accept(this);
    }

    @Override
    public String toString() {
        return Diagnostics.oneLine("Subscription{" + topic() + ", " + state() + "}");
    }
}
