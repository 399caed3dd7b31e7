package dev.holdfast.internal.session;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** When a session tries next: the back-off, the server's word as its floor, and what counts as a fresh start. */
@OnLoop
final class ReconnectSchedule {
    /** The close code for credentials that are missing or no longer good, by the IANA registry. */
    private static final int UNAUTHORIZED_CLOSE_CODE = 3000;

    private final Backoff backoff;
    private final DoubleSupplier random;
    private volatile @AnyThread int failures;
    private volatile @AnyThread boolean stable;
    private final boolean canRefreshCredentials;
    private Duration serverFloor = Duration.ZERO;
    private boolean unauthorized;
    private boolean expired;

    /** {@code refreshable}: there are credentials that can be asked again. */
    ReconnectSchedule(Backoff backoff, DoubleSupplier random, boolean refreshable) {
        this.backoff = backoff;
        this.random = random;
        this.canRefreshCredentials = refreshable;
    }

    /** The server has let the client in. */
    void connectionAccepted() {
        unauthorized = false;
    }

    /** Whether the server said 401 to the credentials last sent. */
    boolean wasUnauthorized() {
        return unauthorized;
    }

    /** Whether there is another attempt: after a 401, or 3000 on a WebSocket, one with credentials asked for anew. */
    boolean shouldReconnect(CloseReason reason) {
        if (reason.retryable()) return true;
        boolean refusal = reason.kind() == CloseReason.Kind.HTTP_STATUS && reason.code() == 401;
        boolean expiry = reason.kind() == CloseReason.Kind.WEBSOCKET_CLOSE && reason.code() == UNAUTHORIZED_CLOSE_CODE;
        // A server that says it on the connection has let the client in before: only a stable one clears that.
        boolean owed = (refusal && !unauthorized) || (expiry && !expired);
        if (!canRefreshCredentials || !owed) return false;
        unauthorized = true;
        expired |= expiry;
        return true;
    }

    /** The connection has been ready for long enough: what went before no longer counts. */
    void markStable() {
        stable = true;
        expired = false;
    }

    boolean isStable() {
        return stable;
    }

    /** The server's {@code retry:}, for all attempts from now on. */
    void setServerFloor(long millis) {
        serverFloor = Duration.ofMillis(millis);
    }

    /** Counts an end and draws the delay before the next attempt. */
    long nextDelayNanos(CloseReason reason) {
        failures = stable ? 0 : failures + 1;
        stable = false;
        Duration asked = reason.retryAfter();
        Duration floor = asked != null && asked.compareTo(serverFloor) > 0 ? asked : serverFloor;
        // Added, not the larger of the two: clients told the same Retry-After would else come back together.
        return floor.toNanos()
                + (long) (random.getAsDouble() * backoff.bound(failures).toNanos());
    }

    /** The number of the attempt under way or to come. */
    @AnyThread
    int attemptNumber() {
        return stable ? 1 : failures + 1;
    }
}
