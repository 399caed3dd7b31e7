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
        switch (code) {
            case 204:
            case 205:
                return CloseReason.fatal(
                        Kind.NO_CONTENT, "The server answered " + code + ": there is nothing to wait for");
            case 401:
                return CloseReason.fatal(
                        Kind.HTTP_STATUS, "The server answered 401: credentials are missing or not valid");
            case 407:
                return CloseReason.fatal(
                        Kind.HTTP_STATUS, "A proxy answered 407: give the OkHttpClient a proxyAuthenticator");
            case 408: // Request Timeout
            case 421: // Misdirected Request: another connection may do
            case 425: // Too Early
            case 429: // Too Many Requests
                return CloseReason.retryable(Kind.HTTP_STATUS, "The server answered " + code);
            case 501: // Not Implemented
            case 505: // HTTP Version Not Supported
                return CloseReason.fatal(Kind.HTTP_STATUS, "The server answered " + code);
            default:
        }
        if (code >= 500) return CloseReason.retryable(Kind.HTTP_STATUS, "The server answered " + code);
        if (code >= 400 || code < 200) return CloseReason.fatal(Kind.HTTP_STATUS, "The server answered " + code);
        if (code >= 300)
            return CloseReason.fatal(Kind.REDIRECT, "The server answered " + code + ", which is not followed");
        return success(head, expected);
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
