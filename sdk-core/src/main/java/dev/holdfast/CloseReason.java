package dev.holdfast;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reason for the end of a connection, a subscription or a client: its kind, whether another attempt follows, and
 * the wait that the server requested. Immutable. Never contains a token.
 */
public final class CloseReason {
    /** The kind of an end. Later versions may add values. */
    public enum Kind {
        /** The app closed the client. */
        CLOSED,
        /**
         * The app or a {@link dev.holdfast.spi.PlatformWatcher} paused the client, {@link
         * RealtimeClient#reconnectNow()} replaced the connection, or no subscription is left.
         */
        IDLE,
        /** The HTTP status of the response does not permit a connection; {@link CloseReason#code()} is the status. */
        HTTP_STATUS,
        /** The server responded with 204 (WHATWG HTML section 9.2) or 205, which asks the client to stop. */
        NO_CONTENT,
        /** The response has another content type than expected. HTML means a captive portal or a proxy's error page. */
        CONTENT_TYPE,
        /** Too many redirects, or a redirect that must not be followed. */
        REDIRECT,
        /** The TLS connection failed. */
        TLS,
        /** The network failed: connection refused, connection reset, unknown host. */
        NETWORK,
        /** An attempt or a write timed out. */
        TIMEOUT,
        /** The peer was silent for the heartbeat's interval plus its grace. */
        HEARTBEAT,
        /** The server ended the stream without a reason. */
        END_OF_STREAM,
        /** The server closed the WebSocket; {@link CloseReason#code()} is its close code (RFC 6455 section 7.4). */
        WEBSOCKET_CLOSE,
        /** The peer violated a protocol. */
        PROTOCOL,
        /** A message was larger than {@link Limits#maxMessageBytes()}. */
        TOO_LARGE,
        /** The server refused or ended the subscription or connection by a message of the wire protocol. */
        SERVER,
        /** The app's {@link Credentials} threw, failed or timed out. */
        CREDENTIALS,
        /**
         * The listener was too slow and the protocol cannot resume, {@link Overflow#fail()} applied, or the delivery
         * executor rejected a task.
         */
        SLOW_CONSUMER,
        /** An outbound queue is full. */
        OVERLOADED,
        /** A defect in Holdfast or in an extension; please report it. */
        INTERNAL
    }

    private final Kind kind;
    private final int code;
    private final String text;
    private final @Nullable Throwable cause;
    private final boolean retryable;
    private final @Nullable Duration retryAfter;

    private CloseReason(
            Kind kind,
            int code,
            String text,
            @Nullable Throwable cause,
            boolean retryable,
            @Nullable Duration retryAfter) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = code;
        this.text = Objects.requireNonNull(text, "text");
        this.cause = cause;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    /**
     * Returns a reason after which another attempt follows. It has no code, cause or wait.
     *
     * @param text a sentence for people; {@link Diagnostics#oneLine} makes it one line
     */
    public static CloseReason retryable(Kind kind, String text) {
        return new CloseReason(kind, -1, Diagnostics.oneLine(text), null, true, null);
    }

    /**
     * Returns a final reason, after which no attempt follows. It has no code, cause or wait.
     *
     * @param text a sentence for people; {@link Diagnostics#oneLine} makes it one line
     */
    public static CloseReason fatal(Kind kind, String text) {
        return new CloseReason(kind, -1, Diagnostics.oneLine(text), null, false, null);
    }

    /** Returns a copy with an HTTP status or WebSocket close code; -1 for none. */
    public CloseReason withCode(int code) {
        return new CloseReason(kind, code, text, cause, retryable, retryAfter);
    }

    /** Returns a copy with a cause; null for none. */
    public CloseReason withCause(@Nullable Throwable cause) {
        return new CloseReason(kind, code, text, cause, retryable, retryAfter);
    }

    /**
     * Returns a copy with the minimum wait that the server requested; null for none. A wait of more than 365 days
     * becomes 365 days, and a negative one zero.
     */
    public CloseReason withRetryAfter(@Nullable Duration retryAfter) {
        Duration wait = retryAfter == null ? null : Durations.clamp(retryAfter);
        return new CloseReason(kind, code, text, cause, retryable, wait);
    }

    /**
     * Returns a copy that is retryable or final. For protocols that have better information than Holdfast's general
     * rules.
     */
    public CloseReason withRetryable(boolean retryable) {
        return new CloseReason(kind, code, text, cause, retryable, retryAfter);
    }

    /** Returns the kind. */
    public Kind kind() {
        return kind;
    }

    /** Returns the HTTP status or WebSocket close code; -1 if there is neither. */
    public int code() {
        return code;
    }

    /** Returns a sentence for people. Its wording may change between versions. */
    public String text() {
        return text;
    }

    /** Returns the exception that caused the end; null if nothing was thrown. */
    public @Nullable Throwable cause() {
        return cause;
    }

    /** Returns true if another attempt follows. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns the minimum wait before the next attempt that the server requested; null if it requested none. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(kind.name());
        if (code >= 0) s.append(' ').append(code);
        s.append(": ").append(text).append(retryable ? " (retryable)" : " (final)");
        if (retryAfter != null)
            s.append(", retry after ").append(retryAfter.toMillis()).append(" ms");
        return s.toString();
    }
}
