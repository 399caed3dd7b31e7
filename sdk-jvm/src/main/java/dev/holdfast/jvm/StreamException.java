package dev.holdfast.jvm;

import dev.holdfast.CloseReason;
import org.jspecify.annotations.Nullable;

/** The exception of a {@link MessageStream} that ended because of an error. */
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

    /**
     * Returns the reason why the subscription ended. Null if a message could not be decoded or a cursor could not be
     * saved; the {@linkplain #getCause() cause} is then that error.
     */
    public @Nullable CloseReason reason() {
        return reason;
    }
}
