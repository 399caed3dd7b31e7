package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import okhttp3.MediaType;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a response says that a transport cannot go on with: the table over HTTP status (RFC 9110 section 15). Nothing of
 * its body and no reason phrase gets into a text.
 */
final class HttpStatus {
    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private HttpStatus() {}

    /**
     * The reason for an answer that was not accepted.
     *
     * @param expected what an acceptable answer is, for the text
     * @param wallMillis the time of day, for a {@code Retry-After} that is a date
     */
    static CloseReason reason(Response head, String expected, LongSupplier wallMillis) {
        CloseReason reason = reason(head, expected).withCode(head.code());
        return reason.retryable() ? reason.withRetryAfter(retryAfter(head, wallMillis)) : reason;
    }

    private static CloseReason reason(Response head, String expected) {
        int code = head.code();
        if (code >= 200 && code < 300 && code != 204 && code != 205) return success(head, expected);
        String answered = "The server answered " + code;
        if (retryable(code)) return CloseReason.retryable(Kind.HTTP_STATUS, answered);
        Kind kind = Kind.HTTP_STATUS;
        if (code == 204 || code == 205) {
            kind = Kind.NO_CONTENT;
            answered += ": there is nothing to wait for";
        } else if (code == 401) {
            answered += ": credentials are missing or not valid";
        } else if (code == 407) {
            answered = "A proxy answered 407: give the OkHttpClient a proxyAuthenticator";
        } else if (code >= 300 && code < 400) {
            kind = Kind.REDIRECT;
            answered += ", which is not followed";
        }
        return CloseReason.fatal(kind, answered);
    }

    private static boolean retryable(int code) {
        switch (code) {
            case 408: // Request Timeout
            case 421: // Misdirected Request: another connection may do
            case 425: // Too Early
            case 429: // Too Many Requests
                return true;
            case 501: // Not Implemented
            case 505: // HTTP Version Not Supported
                return false;
            default:
                return code >= 500;
        }
    }

    private static CloseReason success(Response head, String expected) {
        MediaType type = head.body().contentType();
        String media = type == null ? null : type.type() + "/" + type.subtype();
        if ("text/html".equals(media)) {
            return CloseReason.retryable(
                    Kind.CONTENT_TYPE,
                    "The answer is an HTML page: it looks like a captive portal or a proxy's page; expected "
                            + expected);
        }
        return CloseReason.fatal(
                Kind.CONTENT_TYPE,
                "The server answered " + head.code() + " with " + (media == null ? "no content type" : media)
                        + "; expected " + expected);
    }

    /** What the server asked to wait (RFC 9110 section 10.2.3), at most an hour; null for none and for nonsense. */
    private static @Nullable Duration retryAfter(Response head, LongSupplier wallMillis) {
        String value = head.header("Retry-After");
        if (value == null) return null;
        if (value.matches("[0-9]+")) {
            // Ten digits and more are capped before they overflow.
            return value.length() > 9 ? cap(Long.MAX_VALUE) : cap(Long.parseLong(value));
        }
        Instant date = head.headers().getInstant("Retry-After");
        if (date == null) return null;
        long millis = date.toEpochMilli() - wallMillis.getAsLong();
        return millis <= 0 ? null : cap((millis + 999) / 1000);
    }

    private static Duration cap(long seconds) {
        return Duration.ofSeconds(Math.min(seconds, MAX_RETRY_AFTER_SECONDS));
    }
}
