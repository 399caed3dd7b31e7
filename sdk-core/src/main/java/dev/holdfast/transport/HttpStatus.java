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
        String returned = "The server returned " + code;
        if (retryable(code))
            return CloseReason.retryable(Kind.HTTP_STATUS, returned).withCode(code);
        Kind kind = Kind.HTTP_STATUS;
        if (code == 204 || code == 205) {
            kind = Kind.NO_CONTENT;
            returned += ", which tells clients to stop reconnecting";
        } else if (code == 401) {
            returned += ": the credentials are missing or not valid";
        } else if (code == 407) {
            returned = "A proxy returned 407. Set a proxyAuthenticator on the OkHttpClient";
        } else if (code >= 300 && code < 400) {
            kind = Kind.REDIRECT;
            returned += ", a redirect that is not followed";
        }
        return CloseReason.fatal(kind, returned).withCode(code);
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
        if ("text/html".equals(media)) {
            return CloseReason.retryable(
                    Kind.CONTENT_TYPE,
                    "The server returned an HTML page, probably from a captive portal or a proxy; expected "
                            + expected);
        }
        return CloseReason.fatal(
                Kind.CONTENT_TYPE,
                "The server returned " + head.code() + " with " + (media == null ? "no content type" : media)
                        + "; expected " + expected);
    }

    /** Returns the first media type, null for none. Ignores its parameters, which may be malformed. */
    static @Nullable String mediaType(Response head) {
        MediaType type = MediaType.parse(head.header("Content-Type", "").split("[;,\\s]", 2)[0]);
        return type == null ? null : type.type() + "/" + type.subtype();
    }

    /**
     * Returns the delay of the {@code Retry-After} header (RFC 9110 section 10.2.3), at most one hour. Returns null if
     * the header is missing, malformed, or a date in the past. A date is relative to the server's clock, if it sent it.
     */
    private static @Nullable Duration retryAfter(Response head, LongSupplier wallMillis) {
        String value = head.header("Retry-After");
        if (value == null) return null;
        if (value.matches("[0-9]+")) {
            // Ten digits or more are capped before they can overflow.
            return value.length() > 9 ? cap(Long.MAX_VALUE) : cap(Long.parseLong(value));
        }
        Instant date = head.headers().getInstant("Retry-After");
        if (date == null) return null;
        Instant sent = head.headers().getInstant("Date");
        long millis = date.toEpochMilli() - (sent == null ? wallMillis.getAsLong() : sent.toEpochMilli());
        return millis <= 0 ? null : cap((millis + 999) / 1000);
    }

    private static Duration cap(long seconds) {
        return Duration.ofSeconds(Math.min(seconds, MAX_RETRY_AFTER_SECONDS));
    }
}
