package dev.holdfast.internal.delivery;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
import dev.holdfast.Decoder;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.MessageHandler;
import dev.holdfast.MessageLossException;
import dev.holdfast.Monitor;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionState;
import dev.holdfast.UnhandledHandler;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.internal.runtime.EventLoop;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The caller of one listener. It passes the entries of a mailbox to the listener and to the client's monitors. */
final class ListenerInvoker {
    private final Subscription subscription;
    private final @Nullable Type type;
    private final Runnable restoreDemand;
    private final MessageHandler<Object> handler;
    /** The handler, if it receives events as well; null if it receives messages only. */
    private final @Nullable SubscriptionListener<Object> listener;

    private final Decoder decoder;
    private final CompositeMonitor monitor;
    private final EventLoop clock;
    private final AtomicLong errors = new AtomicLong();
    private volatile @Nullable Throwable lastError;
    /** Made for the first event that needs it, unless the app has its own. Used by the thread that delivers. */
    private @Nullable UnhandledHandler unhandledHandler;

    /**
     * Makes an invoker.
     *
     * @param type the type that payloads are decoded to; null to leave them undecoded
     * @param restoreDemand runs when a message never reached the app
     * @param unhandledHandler receives what the handler does not handle; null to log it
     * @param clock its clock measures the callbacks
     */
    ListenerInvoker(
            Subscription subscription,
            @Nullable Type type,
            Runnable restoreDemand,
            MessageHandler<Object> handler,
            @Nullable UnhandledHandler unhandledHandler,
            Decoder decoder,
            CompositeMonitor monitor,
            EventLoop clock) {
        this.subscription = subscription;
        this.type = type;
        this.restoreDemand = restoreDemand;
        this.handler = handler;
        this.listener = handler instanceof SubscriptionListener ? (SubscriptionListener<Object>) handler : null;
        this.unhandledHandler = unhandledHandler;
        this.decoder = decoder;
        this.monitor = monitor;
        this.clock = clock;
    }

    /** Calls the listener. Never throws: an exception is counted and passed to {@code onError}. */
    void invoke(Object entry) {
        try {
            if (monitor.hasMonitors() && !RealMessage.isComment(entry)) invokeMonitored(entry);
            else invokeSafely(entry);
        } catch (Throwable t) { // out of memory between two calls of the app
            countError(t);
        }
    }

    private void invokeMonitored(Object entry) {
        if (entry instanceof RealMessage) {
            long before = clock.nanoTime();
            invokeSafely(entry);
            long nanos = clock.nanoTime() - before;
            monitor.notifyEach(m -> m.onHandled(subscription, nanos));
        } else {
            monitor.notifyEach(m -> reportEvent(m, entry));
            invokeSafely(entry);
        }
    }

    private void reportEvent(Monitor to, Object event) {
        if (event instanceof Continuity) to.onSubscribed(subscription, (Continuity) event);
        else if (event instanceof DroppedMessages) to.onDropped(subscription, (DroppedMessages) event);
        else if (event instanceof Throwable) to.onError(subscription, (Throwable) event);
        else to.onEnded(subscription, (CloseReason) event);
    }

    private void invokeSafely(Object entry) {
        try {
            callListener(entry);
        } catch (Throwable t) { // an exception of the app must not stop delivery of the next message
            reportFailure(entry, t);
        }
    }

    private void callListener(Object entry) throws Exception {
        if (RealMessage.isComment(entry)) {
            if (listener != null) listener.onComment(((RealMessage) entry).text());
        } else if (entry instanceof RealMessage) {
            RealMessage message = (RealMessage) entry;
            try {
                decodePayload(message);
            } catch (Throwable t) { // the payload does not decode to the type
                restoreDemand.run();
                message.ack(); // the app never sees the message and cannot acknowledge it
                throw new DecodeException(t);
            }
            handler.onMessage(message);
        } else if (listener == null) reportLoss(entry);
        else if (entry instanceof Continuity) listener.onSubscribed((Continuity) entry);
        else if (entry instanceof DroppedMessages) listener.onDropped((DroppedMessages) entry);
        else if (entry instanceof Throwable) listener.onError((Throwable) entry);
        else listener.onEnded((CloseReason) entry);
    }

    /** Hands what a plain handler does not handle to the app's one place for it. */
    private void reportLoss(Object entry) {
        if (entry == Continuity.GAP) reportUnhandled(MessageLossException.gap());
        else if (entry instanceof DroppedMessages)
            reportUnhandled(MessageLossException.dropped((DroppedMessages) entry));
        // A subscription that skips a poison message continues: an app must not take this for its end.
        else if (entry instanceof CloseException) reportUnhandled(MessageLossException.skipped((CloseException) entry));
        else if (entry instanceof Throwable) reportUnhandled((Throwable) entry);
        else if (entry instanceof CloseReason && ((CloseReason) entry).kind() != CloseReason.Kind.CLOSED) {
            reportUnhandled(new CloseException((CloseReason) entry));
        }
    }

    private void reportUnhandled(Throwable cause) {
        UnhandledHandler receiver = unhandledHandler;
        if (receiver == null) {
            receiver = new UnhandledLogger();
            unhandledHandler = receiver;
        }
        try {
            receiver.onUnhandled(subscription, cause);
        } catch (Throwable t) { // counted, and shown in diagnostics: there is no other place
            countError(t);
        }
    }

    @SuppressWarnings("unchecked") // the decoder reads text and bytes only; it creates the data
    private void decodePayload(RealMessage message) throws Exception {
        if (type != null) {
            message.setData(decoder.decode((Message<String>) (Message<?>) message, type));
        } else if (message.data() == null) message.setData(message.text());
    }

    private void reportFailure(Object entry, Throwable error) {
        if (error == entry) { // onError left it to the client
            reportLoss(error);
            return;
        }
        countError(error);
        monitor.notifyEach(m -> reportEvent(m, error));
        // After the last word to the listener there is no other.
        boolean last = entry instanceof CloseReason || subscription.state() == SubscriptionState.UNSUBSCRIBED;
        if (listener == null || last || entry instanceof Throwable) {
            reportUnhandled(error);
            return;
        }
        try {
            listener.onError(error);
        } catch (Throwable again) {
            if (again != error) countError(again);
            reportUnhandled(again);
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
        return error == null ? "" : ", last error " + CloseReasons.describe(error);
    }
}
