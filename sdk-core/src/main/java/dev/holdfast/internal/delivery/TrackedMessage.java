package dev.holdfast.internal.delivery;

import dev.holdfast.Message;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message that is followed after it was queued: it may give way to a newer one, or waits for its acknowledgement. */
public final class TrackedMessage extends RealMessage {
    private final Acknowledger acknowledger;
    private @Nullable Object key;
    /** A newer message of its key has come. Under the mailbox's lock, as what follows. */
    private boolean superseded;

    private boolean acknowledged;

    public TrackedMessage(
            Acknowledger acknowledger,
            String topic,
            @Nullable String id,
            @Nullable String type,
            Object payload,
            int size,
            long receivedNanos) {
        super(topic, id, type, payload, size, receivedNanos);
        this.acknowledger = acknowledger;
    }

    /** Asks the app for the key: without a lock, before it is offered. */
    void computeKey(Function<? super Message<?>, ?> function) {
        key = function.apply(this);
    }

    @Nullable
    Object key() {
        return key;
    }

    void markSuperseded() {
        superseded = true;
    }

    boolean isSuperseded() {
        return superseded;
    }

    @Override
    public void ack() {
        acknowledger.acknowledge(this);
    }

    /** Answers whether it was not before. */
    public boolean markAcknowledged() {
        if (acknowledged) return false;
        acknowledged = true;
        return true;
    }

    public boolean isAcknowledged() {
        return acknowledged;
    }
}
