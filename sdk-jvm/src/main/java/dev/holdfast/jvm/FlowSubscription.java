package dev.holdfast.jvm;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One subscriber's subscription. */
final class FlowSubscription<T> implements Flow.Subscription, SubscriptionListener<T> {
    private final SubscriptionOptions<T> options;
    /** Whether it is on the subscriber's behalf that messages are acknowledged. */
    private final boolean acknowledges;

    private final @Nullable StreamEventListener events;
    /** Null when nothing more is to be signalled: a cancelled subscriber is let go. */
    private final AtomicReference<Flow.@Nullable Subscriber<? super Message<T>>> downstream;

    // Under its own lock, in which nothing of others is called.
    private @Nullable Thread delivering;
    private @Nullable Subscription upstream;
    /** What was requested before there was a subscription. */
    private long early;

    private @Nullable IllegalArgumentException refusal;

    FlowSubscription(
            SubscriptionOptions<T> options,
            Flow.Subscriber<? super Message<T>> subscriber,
            @Nullable StreamEventListener events) {
        this.acknowledges = options.acknowledgement() == Acknowledgement.ON_RETURN;
        SubscriptionOptions<T> onDemand = options.withDemand();
        // What comes back from onMessage may have come too late for the subscriber.
        this.options = acknowledges ? onDemand.withAcknowledgement(Acknowledgement.MANUAL) : onDemand;
        this.downstream = new AtomicReference<>(Objects.requireNonNull(subscriber, "subscriber"));
        this.events = events;
    }

    void begin(RealtimeClient client) {
        Flow.Subscriber<? super Message<T>> subscriber = downstream.get();
        if (subscriber != null) subscriber.onSubscribe(this);
        if (isOver()) return;
        Subscription made;
        try {
            made = client.subscribe(options, this);
        } catch (IllegalArgumentException | IllegalStateException e) { // the request, or a closed client
            fail(e);
            return;
        }
        long requested;
        synchronized (this) {
            upstream = made;
            requested = early;
        }
        if (isOver()) made.unsubscribe();
        else if (requested > 0) made.request(requested);
    }

    private boolean isOver() {
        return downstream.get() == null;
    }

    // ---- what the subscriber says

    @Override
    public void request(long n) {
        if (isOver()) return;
        if (n <= 0) {
            refuse(new IllegalArgumentException("request(" + n + "): ask for 1 or more (Reactive Streams 3.9)"));
            return;
        }
        Subscription made;
        synchronized (this) {
            made = upstream;
            if (made == null) early = n > Long.MAX_VALUE - early ? Long.MAX_VALUE : early + n;
        }
        if (made != null) made.request(n);
    }

    private void refuse(IllegalArgumentException why) {
        Flow.Subscriber<? super Message<T>> subscriber;
        synchronized (this) {
            if (isElsewhere()) { // signals come one at a time: it is told behind that one
                refusal = why;
                return;
            }
            subscriber = downstream.getAndSet(null);
        }
        stop();
        if (subscriber != null) subscriber.onError(why);
    }

    @Override
    public void cancel() {
        if (downstream.getAndSet(null) != null) stop();
    }

    /** Waits for nobody: neither is who cancels to wait, nor who holds what a callback waits for. */
    private void stop() {
        Subscription made;
        synchronized (this) {
            made = upstream;
        }
        if (made != null) made.unsubscribe();
    }

    /** Whether another thread is in {@code onNext}. */
    private boolean isElsewhere() {
        return delivering != null && delivering != Thread.currentThread();
    }

    // ---- what the subscription says, one at a time

    @Override
    public void onMessage(Message<T> message) {
        Flow.Subscriber<? super Message<T>> subscriber;
        synchronized (this) {
            subscriber = downstream.get();
            if (subscriber == null) return;
            delivering = Thread.currentThread();
        }
        try {
            subscriber.onNext(message);
            if (acknowledges) message.ack();
        } catch (Throwable t) { // who throws has cancelled (2.13)
            cancel();
            throw t;
        } finally {
            IllegalArgumentException refused;
            synchronized (this) {
                delivering = null;
                refused = refusal;
            }
            if (refused != null) refuse(refused);
        }
    }

    @Override
    public void onSubscribed(Continuity continuity) {
        if (events != null && !isOver()) events.onSubscribed(continuity);
    }

    @Override
    public void onDropped(DroppedMessages dropped) {
        if (events != null && !isOver()) events.onDropped(dropped);
    }

    @Override
    public void onError(Throwable error) {
        if (events != null) events.onError(error);
        else if (!isOver()) {
            stop();
            fail(error);
        }
    }

    @Override
    public void onEnded(CloseReason reason) {
        boolean complete = reason.kind() == CloseReason.Kind.CLOSED || reason.kind() == CloseReason.Kind.NO_CONTENT;
        if (!complete) {
            fail(new CloseException(reason));
            return;
        }
        Flow.Subscriber<? super Message<T>> subscriber = downstream.getAndSet(null);
        if (subscriber != null) subscriber.onComplete();
    }

    private void fail(Throwable error) {
        Flow.Subscriber<? super Message<T>> subscriber = downstream.getAndSet(null);
        if (subscriber != null) subscriber.onError(error);
    }
}
