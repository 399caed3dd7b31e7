package dev.holdfast;

import java.io.IOException;

/** An end with its {@link CloseReason}: thrown by transports, and the cause with which pending futures fail. */
public final class CloseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    /** Wraps a reason. */
    public CloseException(CloseReason reason) {
        super(reason.toString(), reason.cause());
        this.reason = reason;
    }

    /** Why it ended. */
    public CloseReason reason() {
        return reason;
    }
}
