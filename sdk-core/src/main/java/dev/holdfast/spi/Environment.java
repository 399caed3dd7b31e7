package dev.holdfast.spi;

import dev.holdfast.Limits;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a client hands to its transports. */
public final class Environment {
    private final @Nullable Object httpClient;
    private final Limits limits;
    private final Supplier<byte[]> maskKeys;
    private final LongSupplier wallMillis;
    private final LongSupplier nanoTime;

    private Environment(
            @Nullable Object httpClient,
            Limits limits,
            Supplier<byte[]> maskKeys,
            LongSupplier wallMillis,
            LongSupplier nanoTime) {
        this.httpClient = httpClient;
        this.limits = limits;
        this.maskKeys = maskKeys;
        this.wallMillis = wallMillis;
        this.nanoTime = nanoTime;
    }

    /** Returns an environment, for Holdfast and for tests. */
    public static Environment of(
            @Nullable Object httpClient,
            Limits limits,
            Supplier<byte[]> maskKeys,
            LongSupplier wallMillis,
            LongSupplier nanoTime) {
        return new Environment(httpClient, limits, maskKeys, wallMillis, nanoTime);
    }

    /** The HTTP client that the app handed in, null where it handed in none. It stays the app's: never shut it down. */
    public @Nullable Object httpClient() {
        return httpClient;
    }

    /** The limits on what a peer may send. */
    public Limits limits() {
        return limits;
    }

    /** Four bytes that nobody can foretell, anew at each call (RFC 6455 section 5.3). */
    public Supplier<byte[]> maskKeys() {
        return maskKeys;
    }

    /** The time of day in milliseconds since 1970, for dates in headers only: never for delays. */
    public LongSupplier wallMillis() {
        return wallMillis;
    }

    /** Nanoseconds of a clock that never goes back, for how long something took: {@link System#nanoTime()} in life. */
    public LongSupplier nanoTime() {
        return nanoTime;
    }
}
