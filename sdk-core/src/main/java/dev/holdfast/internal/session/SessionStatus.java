package dev.holdfast.internal.session;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.AttemptNames;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a session tells of itself. */
@OnLoop
public final class SessionStatus {
    private final @AnyThread AttemptNames attempts;
    private final @AnyThread ReconnectSchedule schedule;
    private final @AnyThread @Nullable String topic;
    /** Why the last link ended. */
    public volatile @AnyThread @Nullable CloseReason lastReason;
    /** Why no attempt may be made, null where one may. */
    volatile @AnyThread @Nullable CloseReason pauseReason;

    private @Nullable CloseReason reportedPause;

    SessionStatus(AttemptNames attempts, ReconnectSchedule schedule, @Nullable String topic) {
        this.attempts = attempts;
        this.schedule = schedule;
        this.topic = topic;
    }

    /** {@code delayNanos} is the back-off that begins, negative where none does. */
    ConnectionEvent connectionEvent(ConnectionState previous, ConnectionState now, long delayNanos) {
        Duration delay = delayNanos < 0 ? null : Duration.ofNanos(delayNanos);
        boolean rests = now == ConnectionState.IDLE && pauseReason != null;
        if (rests) reportedPause = pauseReason;
        return new ConnectionEvent(
                previous,
                now,
                attempts.connectionName,
                attempts.currentName(),
                topic,
                schedule.attemptNumber(),
                delay,
                rests ? pauseReason : lastReason);
    }

    /** Whether there is a hold that was never told. */
    boolean hasUnreportedPause() {
        return pauseReason != null && pauseReason != reportedPause;
    }

    /** For diagnostics, from any thread. */
    @AnyThread
    String describe(Phase phase, @Nullable Link link) {
        CloseReason reason = lastReason;
        String where = topic == null ? "" : " [" + topic + "]";
        String last = reason == null ? "" : ", last end " + reason;
        CloseReason why = pauseReason;
        if (why != null) last += ", held: " + why.text();
        return phase
                + where
                + attempts.describe(schedule.attemptNumber())
                + (link == null ? "" : link.activity().describe())
                + last;
    }
}
