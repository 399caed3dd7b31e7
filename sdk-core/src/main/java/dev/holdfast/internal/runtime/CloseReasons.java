package dev.holdfast.internal.runtime;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.DecodeException;
import java.io.IOException;
import java.util.Objects;

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

    /** Returns the class of an exception and where it was thrown. Its message may quote a payload. */
    public static String nameAndPlace(Throwable t) {
        Throwable thrown = t instanceof DecodeException ? Objects.requireNonNull(t.getCause()) : t;
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    private static String summarize(Throwable t) {
        String message = t.getMessage();
        String name = t.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
