package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a session tells of itself. */
final class Report {
    private final Attempts attempts;
    private final RetryPlan plan;
    private final @Nullable String topic;
    /** Why the last link ended. Written on the loop. */
    volatile @Nullable CloseReason lastReason;
    /** Why no attempt may be made, null where one may. Written on the loop. */
    volatile @Nullable CloseReason held;

    private @Nullable CloseReason told;

    Report(Attempts attempts, RetryPlan plan, @Nullable String topic) {
        this.attempts = attempts;
        this.plan = plan;
        this.topic = topic;
    }

    /** {@code delayNanos} is the back-off that begins, negative where none does. */
    ConnectionEvent event(ConnectionState previous, ConnectionState now, long delayNanos) {
        Duration delay = delayNanos < 0 ? null : Duration.ofNanos(delayNanos);
        boolean rests = now == ConnectionState.IDLE && held != null;
        if (rests) told = held;
        return new ConnectionEvent(
                previous,
                now,
                attempts.connection,
                attempts.current(),
                topic,
                plan.attempt(),
                delay,
                rests ? held : lastReason);
    }

    /** Whether there is a hold that was never told. */
    boolean holdIsNews() {
        return held != null && held != told;
    }

    /** For diagnostics, from any thread. */
    String view(Phase phase, @Nullable Link link) {
        CloseReason reason = lastReason;
        String where = topic == null ? "" : " [" + topic + "]";
        String last = reason == null ? "" : ", last end " + reason;
        CloseReason why = held;
        if (why != null) last += ", held: " + why.text();
        return phase
                + where
                + attempts.view(plan.attempt())
                + (link == null ? "" : link.pulse().view())
                + last;
    }
}
