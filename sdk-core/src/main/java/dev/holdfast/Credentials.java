package dev.holdfast;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Says who the app is. Asked anew for each attempt, on a background thread, within the attempt's time; what it answers
 * goes into the {@code Authorization} header and never into a URL, a log or {@code diagnostics()}. What it throws ends
 * the attempt with {@link CloseReason.Kind#CREDENTIALS}, and the next attempt asks again.
 */
@FunctionalInterface
public interface Credentials {
    /**
     * The value of the {@code Authorization} header.
     *
     * @throws Exception when there is none to be had now
     */
    String authorization() throws Exception;

    /** A bearer token (RFC 6750 section 2.1). */
    static Credentials bearer(Supplier<String> token) {
        Objects.requireNonNull(token, "token");
        return () -> "Bearer " + Objects.requireNonNull(token.get(), "the token supplier answered null");
    }
}
