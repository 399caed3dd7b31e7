package dev.holdfast.jvm;

import dev.holdfast.CloseReason;
import org.jspecify.annotations.Nullable;

/** A {@link MessageStream} ended, and not because anybody wanted it to. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CloseReason reason;

    StreamException(CloseReason reason) {
        super(reason.toString(), reason.cause());
        this.reason = reason;
    }

    StreamException(Throwable error) {
        super(error);
        this.reason = null;
    }

    /** Why the subscription ended; null where a message could not be decoded, which is then the cause. */
    public @Nullable CloseReason reason() {
        return reason;
    }
}
