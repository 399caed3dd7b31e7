package dev.holdfast.internal.runtime;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.DecodeException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The mapping from exceptions to close reasons. */
public final class CloseReasons {
    private CloseReasons() {}

    public static CloseReason ofThrowable(Throwable t) {
        return t instanceof IOException && !(t instanceof CloseException)
                ? CloseReason.retryable(CloseReason.Kind.NETWORK, summarize(t)).withCause(t)
                : ofExtension(t);
    }

    /** Returns the reason for an exception of code that does no I/O, whose IOException says nothing of the network. */
    public static CloseReason ofExtension(Throwable t) {
        return internal(t, summarize(t));
    }

    /**
     * Returns the reason for an exception of a protocol that was given a frame. Its message may quote the payload, except
     * that of a missing class or method.
     */
    public static CloseReason ofFrame(Throwable t) {
        return internal(t, t instanceof LinkageError ? summarize(t) : nameAndPlace(t));
    }

    private static CloseReason internal(Throwable t, String text) {
        if (t instanceof CloseException) return ((CloseException) t).reason();
        // A missing class or method stays missing, and repeated attempts would hide it.
        return CloseReason.retryable(CloseReason.Kind.INTERNAL, text)
                .withRetryable(!(t instanceof LinkageError))
                .withCause(t);
    }

    /** Returns an exception as text for diagnostics. */
    public static String describe(@Nullable Throwable t) {
        try {
            return String.valueOf(t); // may be code of the app
        } catch (Throwable again) {
            return "an exception whose toString() throws";
        }
    }

    /** Returns the class of an exception and where it was thrown. Its message may quote a payload. */
    public static String nameAndPlace(Throwable t) {
        Throwable thrown = t instanceof DecodeException ? Objects.requireNonNull(t.getCause()) : t;
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    private static String summarize(Throwable t) {
        String name = t.getClass().getSimpleName();
        try {
            String message = t.getMessage(); // may be code of the app
            return message == null ? name : name + ": " + message;
        } catch (Throwable again) {
            return name;
        }
    }
}
