package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongSupplier;
import okhttp3.MediaType;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of rejected responses to reasons, by HTTP status (RFC 9110 section 15). The texts never contain the body
 * or the reason phrase.
 */
final class HttpStatus {
    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private HttpStatus() {}

    /**
     * Returns the reason for a rejected response.
     *
     * @param expected describes an acceptable response, for the text
     * @param wallMillis the wall clock in milliseconds, for a {@code Retry-After} that is a date
     */
    static CloseReason reason(Response head, String expected, LongSupplier wallMillis) {
        int code = head.code();
        boolean success = code >= 200 && code < 300 && code != 204 && code != 205;
        CloseReason reason = success ? success(head, expected).withCode(code) : of(code);
        return reason.retryable() ? reason.withRetryAfter(retryAfter(head, wallMillis)) : reason;
    }

    /** Returns the reason for a status that is 204, 205 or not 2xx. */
    static CloseReason of(int code) {
        Kind kind = Kind.HTTP_STATUS;
        String by = "The server";
        String hint = "";
        if (code == 204 || code == 205) {
            kind = Kind.NO_CONTENT;
            hint = ", which tells clients to stop reconnecting";
        } else if (code == 401) {
            hint = ": the credentials are missing or not valid";
        } else if (code == 407) {
            by = "A proxy";
            hint = ". Set a proxyAuthenticator on the OkHttpClient";
        } else if (code >= 300 && code < 400) {
            kind = Kind.REDIRECT;
            hint = ", a redirect that is not followed";
        }
        return CloseReason.fatal(kind, by + " returned " + code + hint)
                .withRetryable(retryable(code))
                .withCode(code);
    }

    private static boolean retryable(int code) {
        switch (code) {
            case 408: // Request Timeout
            case 421: // Misdirected Request: another connection may work
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
        String media = mediaType(head);
        boolean html = "text/html".equals(media);
        String found =
                html ? "HTML, probably from a captive portal or a proxy" : media == null ? "no content type" : media;
        return CloseReason.fatal(
                        Kind.CONTENT_TYPE,
                        "The server returned " + head.code() + " with " + found + "; expected " + expected)
                .withRetryable(html);
    }

    /** Returns the first media type, null for none. Ignores its parameters, which may be malformed. */
    static @Nullable String mediaType(Response head) {
        String type = head.header("Content-Type", "").split("[;,\\s]", 2)[0];
        return MediaType.parse(type) == null ? null : type.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the delay of the {@code Retry-After} header (RFC 9110 section 10.2.3), at most one hour. Returns null if
     * the header is missing, malformed, or a date in the past. A date is relative to the server's clock, if it sent it.
     */
    private static @Nullable Duration retryAfter(Response head, LongSupplier wallMillis) {
        String value = head.header("Retry-After");
        if (value == null) return null;
        long seconds;
        if (value.matches("[0-9]+")) {
            // Ten digits or more are above the maximum, and could overflow.
            seconds = value.length() > 9 ? MAX_RETRY_AFTER_SECONDS : Long.parseLong(value);
        } else {
            Instant date = head.headers().getInstant("Retry-After");
            if (date == null) return null;
            Instant sent = head.headers().getInstant("Date");
            long millis = date.toEpochMilli() - (sent == null ? wallMillis.getAsLong() : sent.toEpochMilli());
            if (millis <= 0) return null;
            seconds = (millis + 999) / 1000;
        }
        return Duration.ofSeconds(Math.min(seconds, MAX_RETRY_AFTER_SECONDS));
    }
}
