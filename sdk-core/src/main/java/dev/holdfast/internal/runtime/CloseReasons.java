package dev.holdfast.internal.runtime;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.io.IOException;
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
        if (t instanceof CloseException) return ((CloseException) t).reason();
        // A missing class or method stays missing, and repeated attempts would hide it.
        return CloseReason.retryable(CloseReason.Kind.INTERNAL, summarize(t))
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
