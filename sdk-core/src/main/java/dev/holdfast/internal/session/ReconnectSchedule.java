package dev.holdfast.internal.session;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of the attempts of a session: exponential back-off with jitter, a minimum delay set by the server, and a
 * reset after a stable connection.
 */
@OnLoop
public final class ReconnectSchedule {
    /** The close code for missing or expired credentials: 3000 in the IANA registry of WebSocket close codes. */
    private static final int UNAUTHORIZED_CLOSE_CODE = 3000;

    /** A longer wait would overflow the clock. */
    private static final long MAX_FLOOR_MILLIS = TimeUnit.DAYS.toMillis(365);

    private final Backoff backoff;
    private final DoubleSupplier random;
    private volatile @AnyThread int failures;
    private volatile @AnyThread boolean stable;
    private final boolean canRefreshCredentials;
    private final TargetSchedules targets;
    private final @Nullable String url;
    /** The earliest time of the next attempt. Kept while the session is idle. */
    long retryNotBeforeNanos;
    /** The reason of the back-off, null before the first. */
    @Nullable
    CloseReason lastReason;

    private long serverFloorNanos;
    private boolean unauthorized;
    private boolean expired;

    /**
     * Makes the schedule of a session. It continues the back-off of the target, if there is one.
     *
     * @param canRefreshCredentials true if the client has credentials that can be requested again
     * @param url the target; null for the session that carries all topics, which the client keeps
     */
    public ReconnectSchedule(
            Backoff backoff,
            DoubleSupplier random,
            boolean canRefreshCredentials,
            TargetSchedules targets,
            @Nullable String url,
            long now) {
        this.backoff = backoff;
        this.random = random;
        this.canRefreshCredentials = canRefreshCredentials;
        this.targets = targets;
        this.url = url;
        ReconnectSchedule before = url == null ? null : targets.find(url, now);
        retryNotBeforeNanos = before == null ? now : before.retryNotBeforeNanos;
        if (before == null) return;
        failures = before.stable ? 0 : before.failures;
        lastReason = before.lastReason;
    }

    /** Returns true if no attempt was due for so long that earlier failures say nothing. */
    boolean isOver(long now) {
        return now - retryNotBeforeNanos > backoff.max().toNanos();
    }

    /** Records that the server has accepted the connection. */
    void connectionAccepted() {
        unauthorized = false;
    }

    /** Returns true if the server has rejected the last credentials. */
    boolean wasUnauthorized() {
        return unauthorized;
    }

    /**
     * Returns true if the session makes another attempt. After HTTP status 401, or close code 3000 on a WebSocket, it
     * makes one attempt with new credentials.
     */
    boolean shouldReconnect(CloseReason reason) {
        if (reason.retryable()) return true;
        boolean refusal = reason.kind() == CloseReason.Kind.HTTP_STATUS && reason.code() == 401;
        boolean expiry = reason.kind() == CloseReason.Kind.WEBSOCKET_CLOSE && reason.code() == UNAUTHORIZED_CLOSE_CODE;
        // A server that sends 3000 has accepted the connection before. Only a stable connection resets that.
        boolean owed = (refusal && !unauthorized) || (expiry && !expired);
        if (!canRefreshCredentials || !owed) return false;
        unauthorized = true;
        expired |= expiry;
        return true;
    }

    /** Records that the connection has been ready long enough. Resets the failure count. */
    void markStable() {
        stable = true;
        expired = false;
    }

    boolean isStable() {
        return stable;
    }

    /** Sets the minimum delay of all later attempts: the {@code retry} field of an event stream, in milliseconds. */
    void setServerFloor(long millis) {
        serverFloorNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(millis, MAX_FLOOR_MILLIS)));
    }

    /** Counts the end of a link and returns a random delay before the next attempt, in nanoseconds. */
    long nextDelayNanos(CloseReason reason, long now) {
        long delay = drawDelayNanos(reason);
        retryNotBeforeNanos = now + delay;
        lastReason = reason;
        if (url != null) targets.remember(url, this, now);
        return delay;
    }

    private long drawDelayNanos(CloseReason reason) {
        failures = stable ? 0 : failures + 1;
        stable = false;
        Duration asked = reason.retryAfter();
        long floor = asked == null ? serverFloorNanos : Math.max(serverFloorNanos, asked.toNanos());
        // Add the jitter to the minimum. With the larger of the two, clients that received the same Retry-After would
        // reconnect at the same moment.
        return floor + (long) (random.getAsDouble() * backoff.bound(failures).toNanos());
    }

    /** Returns the number of the current or next attempt since the last stable connection. */
    @AnyThread
    int attemptNumber() {
        return stable ? 1 : failures + 1;
    }
}
