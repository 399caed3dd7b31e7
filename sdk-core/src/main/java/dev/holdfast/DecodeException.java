package dev.holdfast;

import java.util.Objects;

/**
 * A {@link Decoder} failed on a message, which counts as handled. The cause is what the decoder threw, and the message
 * is the cause's. Because that may quote the payload, {@link #toString} has only the cause's class.
 */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1;

    /** Makes an exception, for Holdfast and for tests. */
    public DecodeException(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    /** Returns the names of this class and of the cause's class, without a message. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // the app may read getMessage(), and logs print toString()
    public String toString() {
        return getClass().getName() + ": "
                + Objects.requireNonNull(getCause()).getClass().getName();
    }
}
