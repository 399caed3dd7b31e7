package dev.holdfast.spi;

import dev.holdfast.Limits;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings and clocks that a client passes to its transport. Immutable. */
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

    /**
     * Returns the HTTP client supplied by the application, or null if there is none. A transport never shuts it down.
     */
    public @Nullable Object httpClient() {
        return httpClient;
    }

    /** Returns the limits on what a peer may send. */
    public Limits limits() {
        return limits;
    }

    /** Returns the source of mask keys. Each call supplies four new unpredictable bytes (RFC 6455 section 5.3). */
    public Supplier<byte[]> maskKeys() {
        return maskKeys;
    }

    /** Returns the wall clock in milliseconds since 1970. Use it for dates in headers only, never for delays. */
    public LongSupplier wallMillis() {
        return wallMillis;
    }

    /** Returns the monotonic clock in nanoseconds, for durations. Outside of tests it is {@link System#nanoTime()}. */
    public LongSupplier nanoTime() {
        return nanoTime;
    }
}
