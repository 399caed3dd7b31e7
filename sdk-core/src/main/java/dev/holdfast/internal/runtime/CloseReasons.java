package dev.holdfast.internal.runtime;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.io.IOException;

/** The mapping from exceptions to close reasons. */
public final class CloseReasons {
    private CloseReasons() {}

    public static CloseReason ofThrowable(Throwable t) {
        if (t instanceof CloseException) return ((CloseException) t).reason();
        if (t instanceof IOException) {
            return CloseReason.retryable(CloseReason.Kind.NETWORK, summarize(t)).withCause(t);
        }
        // A missing class or method stays missing, and repeated attempts would hide it.
        if (t instanceof LinkageError) {
            return CloseReason.fatal(CloseReason.Kind.INTERNAL, summarize(t)).withCause(t);
        }
        return CloseReason.retryable(CloseReason.Kind.INTERNAL, summarize(t)).withCause(t);
    }

    private static String summarize(Throwable t) {
        String message = t.getMessage();
        String name = t.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
