package dev.holdfast;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection, a subscription or a client ended, whether another attempt is made, and what the server asked for.
 * Immutable. Never holds a token.
 */
public final class CloseReason {
    /** What kind of end it was. */
    public enum Kind {
        /** The app closed the client. */
        CLOSED,
        /** The app paused the client, or nothing is subscribed any more. */
        IDLE,
        /** The HTTP answer was not one to go on with; {@link CloseReason#code()} is its status. */
        HTTP_STATUS,
        /** The server answered 204: there is nothing to wait for (WHATWG HTML section 9.2). */
        NO_CONTENT,
        /** The answer was of another content type; HTML means a captive portal or a proxy's page. */
        CONTENT_TYPE,
        /** Too many redirects, or one that must not be followed. */
        REDIRECT,
        /** The secure connection could not be made. */
        TLS,
        /** The network failed: refused, reset, unknown host. */
        NETWORK,
        /** An attempt, or a write, took longer than allowed. */
        TIMEOUT,
        /** The peer was silent for the heartbeat's interval and grace. */
        HEARTBEAT,
        /** The server ended the stream without a word. */
        END_OF_STREAM,
        /** The server closed a WebSocket; {@link CloseReason#code()} is its close code (RFC 6455 section 7.4). */
        WEBSOCKET_CLOSE,
        /** The peer broke a protocol. */
        PROTOCOL,
        /** A message was larger than {@link Limits#maxMessageBytes()}. */
        TOO_LARGE,
        /** The server refused or ended it in the words of the wire protocol. */
        SERVER,
        /** The app's {@link Credentials} failed. */
        CREDENTIALS,
        /** The listener fell behind and the protocol cannot resume, or its executor refused work. */
        SLOW_CONSUMER,
        /** A queue for sending is full. */
        OVERLOADED,
        /** A fault in Holdfast or in an extension; please report it. */
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

    /** A reason after which another attempt is made. */
    public static CloseReason retryable(Kind kind, String text) {
        return new CloseReason(kind, -1, text, null, true, null);
    }

    /** A reason after which no attempt is made. */
    public static CloseReason fatal(Kind kind, String text) {
        return new CloseReason(kind, -1, text, null, false, null);
    }

    /** The same with a status or close code. */
    public CloseReason withCode(int code) {
        return new CloseReason(kind, code, text, cause, retryable, retryAfter);
    }

    /** The same with what brought it about. */
    public CloseReason withCause(@Nullable Throwable cause) {
        return new CloseReason(kind, code, text, cause, retryable, retryAfter);
    }

    /** The same with the least wait the server asked for. */
    public CloseReason withRetryAfter(@Nullable Duration retryAfter) {
        return new CloseReason(kind, code, text, cause, retryable, retryAfter);
    }

    /** The same, decided otherwise: for protocols that know better than the general table. */
    public CloseReason withRetryable(boolean retryable) {
        return new CloseReason(kind, code, text, cause, retryable, retryAfter);
    }

    /** What kind of end it was. */
    public Kind kind() {
        return kind;
    }

    /** The HTTP status or WebSocket close code, or -1 where there is none. */
    public int code() {
        return code;
    }

    /** A sentence for people. */
    public String text() {
        return text;
    }

    /** What brought it about, null where nothing was thrown. */
    public @Nullable Throwable cause() {
        return cause;
    }

    /** Whether another attempt is made. */
    public boolean retryable() {
        return retryable;
    }

    /** The least wait the server asked for before the next attempt, null where it asked for none. */
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
