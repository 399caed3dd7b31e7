package dev.holdfast.internal.delivery;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.CompositeMonitor;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The caller of one listener. It passes the entries of a mailbox to the listener and to the client's monitors. */
final class ListenerInvoker {
    private final Subscription subscription;
    private final @Nullable Type type;
    private final Runnable restoreDemand;
    private final SubscriptionListener<Object> listener;
    private final ClientConfig config;
    private final CompositeMonitor monitor;
    private final AtomicLong errors = new AtomicLong();
    private volatile @Nullable Throwable lastError;

    /**
     * Creates the invoker of one subscription.
     *
     * @param type the type that payloads are decoded to; null to pass on the payload as text
     * @param askAgain restores one unit of demand when a message could not be decoded and did not reach the app
     */
    ListenerInvoker(
            Subscription subscription,
            @Nullable Type type,
            Runnable askAgain,
            SubscriptionListener<Object> listener,
            ClientConfig config) {
        this.subscription = subscription;
        this.type = type;
        this.restoreDemand = askAgain;
        this.listener = listener;
        this.config = config;
        this.monitor = config.monitor;
    }

    /** Calls the listener. Never throws: an exception is counted and passed to {@code onError}. */
    void invoke(Object entry) {
        if (monitor.hasMonitors()) invokeMonitored(entry);
        else invokeSafely(entry);
    }

    private void invokeMonitored(Object entry) {
        if (entry instanceof RealMessage) {
            long before = config.runtime.loop.nanoTime();
            invokeSafely(entry);
            long nanos = config.runtime.loop.nanoTime() - before;
            monitor.notifyEach(m -> m.onHandled(subscription, nanos));
            return;
        }
        if (entry instanceof Continuity) monitor.notifyEach(m -> m.onSubscribed(subscription, (Continuity) entry));
        else if (entry instanceof DroppedMessages)
            monitor.notifyEach(m -> m.onDropped(subscription, (DroppedMessages) entry));
        else if (entry instanceof Throwable) monitor.notifyEach(m -> m.onError(subscription, (Throwable) entry));
        else monitor.notifyEach(m -> m.onEnded(subscription, (CloseReason) entry));
        invokeSafely(entry);
    }

    private void invokeSafely(Object entry) {
        try {
            callListener(entry);
        } catch (Throwable t) { // an exception of the app must not stop delivery of the next message
            reportFailure(t);
        }
    }

    private void callListener(Object entry) throws Exception {
        if (entry instanceof RealMessage) {
            RealMessage message = (RealMessage) entry;
            try {
                decodePayload(message);
            } catch (Throwable t) { // the payload does not decode to the type
                restoreDemand.run();
                message.ack(); // the app never sees the message and cannot acknowledge it
                throw t;
            }
            listener.onMessage(message);
        } else if (entry instanceof Continuity) listener.onSubscribed((Continuity) entry);
        else if (entry instanceof DroppedMessages) listener.onDropped((DroppedMessages) entry);
        else if (entry instanceof Throwable) listener.onError((Throwable) entry);
        else listener.onEnded((CloseReason) entry);
    }

    @SuppressWarnings("unchecked") // the decoder reads text and bytes only; it creates the data
    private void decodePayload(RealMessage message) throws Exception {
        if (type != null) {
            message.setData(config.decoder.decode((Message<String>) (Message<?>) message, type));
        } else if (message.data() == null) message.setData(message.text());
    }

    private void reportFailure(Throwable error) {
        countError(error);
        monitor.notifyEach(m -> m.onError(subscription, error));
        try {
            listener.onError(error);
        } catch (Throwable again) { // counted and shown in diagnostics; no other callback exists
            countError(again);
        }
    }

    void countError(Throwable error) {
        errors.incrementAndGet();
        lastError = error;
    }

    long errorCount() {
        return errors.get();
    }

    /** Returns the last error as text for diagnostics; empty if there is none. */
    String describeErrors() {
        Throwable error = lastError;
        return error == null ? "" : ", last error " + error;
    }
}
