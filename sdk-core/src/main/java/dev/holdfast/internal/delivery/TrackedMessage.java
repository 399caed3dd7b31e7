package dev.holdfast.internal.delivery;

import dev.holdfast.Message;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message with a key or an acknowledgement. A newer one may supersede it, or the app acknowledges it. */
public final class TrackedMessage extends RealMessage {
    private final Acknowledger acknowledger;
    private @Nullable Object key;
    /** True if a newer message of its key arrived. Accessed under the mailbox's lock, like the next field. */
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

    /** Sets the key with the app's function. Called without a lock, before the message is offered. */
    void computeKey(Function<? super Message<?>, ?> function) {
        key = function.apply(this);
    }

    /** Returns the key; null if there is none. */
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

    /** Marks it as acknowledged. Returns false if it already was. Called under the mailbox's lock. */
    public boolean markAcknowledged() {
        if (acknowledged) return false;
        acknowledged = true;
        return true;
    }

    public boolean isAcknowledged() {
        return acknowledged;
    }
}
