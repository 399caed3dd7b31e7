package dev.holdfast.jvm;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
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

/** The subscription of one {@code Flow.Subscriber}. */
final class FlowSubscription<T> implements Flow.Subscription, SubscriptionListener<T> {
    private final SubscriptionOptions<T> options;
    /** True if this class acknowledges messages for the subscriber. */
    private final boolean acknowledges;

    private final @Nullable StreamEventListener events;
    /** The subscriber, or null after its last signal. A cancelled subscriber is not kept in memory. */
    private final AtomicReference<Flow.@Nullable Subscriber<? super Message<T>>> downstream;

    // Guarded by this object's lock, under which no foreign code is called.
    private @Nullable Thread delivering;
    private @Nullable Subscription upstream;
    /** The demand requested before the subscription existed. */
    private long early;

    private @Nullable IllegalArgumentException refusal;

    FlowSubscription(
            SubscriptionOptions<T> options,
            Flow.Subscriber<? super Message<T>> subscriber,
            @Nullable StreamEventListener events) {
        this.acknowledges = options.acknowledgement() == Acknowledgement.ON_RETURN;
        SubscriptionOptions<T> onDemand = options.withDemand();
        // A return from onMessage does not prove that the subscriber handled the message; it may have cancelled.
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
        } catch (IllegalArgumentException | IllegalStateException e) { // bad options, or a closed client
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

    // ---- signals from the subscriber

    @Override
    public void request(long n) {
        if (isOver()) return;
        if (n <= 0) {
            refuse(new IllegalArgumentException(
                    "request(" + n + ") is not allowed. Request at least 1 message (Reactive Streams rule 3.9)"));
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
            if (isElsewhere()) { // Signals must not overlap: send it after the running one.
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

    /** Never blocks: the caller may hold a lock that the running callback needs. */
    private void stop() {
        Subscription made;
        synchronized (this) {
            made = upstream;
        }
        if (made != null) made.unsubscribe();
    }

    /** Returns whether another thread is in {@code onNext}. */
    private boolean isElsewhere() {
        return delivering != null && delivering != Thread.currentThread();
    }

    // ---- callbacks from the subscription, one at a time

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
        } catch (Throwable t) { // A subscriber that throws counts as cancelled (rule 2.13).
            cancel();
            if (events == null) throw t;
            events.onError(t); // after an unsubscribe it is not called from outside
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
        else if (isOver()) return;
        else if (error instanceof DecodeException) {
            stop();
            fail(error);
        } else StreamException.leaveToClient(error);
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
