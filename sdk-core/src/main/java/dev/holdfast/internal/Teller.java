package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Dropped;
import dev.holdfast.Message;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells one listener what its mailbox holds, and the client's monitor beside it. */
final class Teller {
    private final Subscription subscription;
    private final @Nullable Type type;
    private final Runnable askAgain;
    private final SubscriptionListener<Object> listener;
    private final Settings settings;
    private final Monitored monitored;
    private final AtomicLong errors = new AtomicLong();
    private volatile @Nullable Throwable lastError;

    /** {@code type} is what payloads are decoded to; {@code askAgain} runs when a message never reached the app. */
    Teller(
            Subscription subscription,
            @Nullable Type type,
            Runnable askAgain,
            SubscriptionListener<Object> listener,
            Settings settings) {
        this.subscription = subscription;
        this.type = type;
        this.askAgain = askAgain;
        this.listener = listener;
        this.settings = settings;
        this.monitored = settings.monitored;
    }

    /** Calls the listener, whatever comes of it. */
    void tell(Object entry) {
        if (monitored.isThere()) monitoredTell(entry);
        else plainTell(entry);
    }

    private void monitoredTell(Object entry) {
        if (entry instanceof RealMessage) {
            long before = settings.shared.loop.nanoTime();
            plainTell(entry);
            long nanos = settings.shared.loop.nanoTime() - before;
            monitored.tell(m -> m.onHandled(subscription, nanos));
            return;
        }
        if (entry instanceof Continuity) monitored.tell(m -> m.onSubscribed(subscription, (Continuity) entry));
        else if (entry instanceof Dropped) monitored.tell(m -> m.onDropped(subscription, (Dropped) entry));
        else if (entry instanceof Throwable) monitored.tell(m -> m.onError(subscription, (Throwable) entry));
        else monitored.tell(m -> m.onEnded(subscription, (CloseReason) entry));
        plainTell(entry);
    }

    private void plainTell(Object entry) {
        try {
            call(entry);
        } catch (Throwable t) { // whatever the app throws, the next message is still owed
            failed(t);
        }
    }

    private void call(Object entry) throws Exception {
        if (entry instanceof RealMessage) {
            RealMessage message = (RealMessage) entry;
            try {
                decode(message);
            } catch (Throwable t) { // it is not what was asked for
                askAgain.run();
                message.ack(); // the app never sees it, and so cannot
                throw t;
            }
            listener.onMessage(message);
        } else if (entry instanceof Continuity) listener.onSubscribed((Continuity) entry);
        else if (entry instanceof Dropped) listener.onDropped((Dropped) entry);
        else if (entry instanceof Throwable) listener.onError((Throwable) entry);
        else listener.onEnded((CloseReason) entry);
    }

    @SuppressWarnings("unchecked") // the decoder reads text and bytes; data is what it is about to make
    private void decode(RealMessage message) throws Exception {
        if (type != null) {
            message.decoded(settings.decoder.decode((Message<String>) (Message<?>) message, type));
        } else if (message.data() == null) message.decoded(message.text());
    }

    private void failed(Throwable error) {
        count(error);
        monitored.tell(m -> m.onError(subscription, error));
        try {
            listener.onError(error);
        } catch (Throwable again) { // counted, and seen in diagnostics: there is nobody else to tell
            count(again);
        }
    }

    void count(Throwable error) {
        errors.incrementAndGet();
        lastError = error;
    }

    long errors() {
        return errors.get();
    }

    /** For diagnostics. */
    String describe() {
        Throwable error = lastError;
        return error == null ? "" : ", last error " + error;
    }
}
