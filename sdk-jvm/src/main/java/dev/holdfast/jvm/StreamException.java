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

    /** Throws an error from a listener as it is, which leaves it to the client's unhandled handler. */
    static void leaveToClient(Throwable error) {
        StreamException.<RuntimeException>rethrow(error);
    }

    @SuppressWarnings("unchecked") // At run time, no cast to E is checked.
    private static <E extends Throwable> void rethrow(Throwable error) throws E {
        throw (E) error;
    }

    /**
     * Returns the reason why the subscription ended. Null if a message could not be decoded; the {@linkplain #getCause()
     * cause} is then a {@link dev.holdfast.DecodeException}.
     */
    public @Nullable CloseReason reason() {
        return reason;
    }
}
