package dev.holdfast;

import java.io.IOException;

/** An exception with a {@link CloseReason}. Transports throw it; pending futures fail with it. */
public final class CloseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    /** Makes an exception whose message is the text form of the reason. */
    public CloseException(CloseReason reason) {
        super(reason.toString(), reason.cause());
        this.reason = reason;
    }

    /** Returns the reason. */
    public CloseReason reason() {
        return reason;
    }
}
