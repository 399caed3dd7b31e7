package dev.holdfast.internal.session;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.runtime.AttemptNames;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a session tells of itself. */
public final class SessionStatus {
    private final AttemptNames attempts;
    private final ReconnectSchedule schedule;
    private final @Nullable String topic;
    /** Why the last link ended. Written on the loop. */
    public volatile @Nullable CloseReason lastReason;
    /** Why no attempt may be made, null where one may. Written on the loop. */
    volatile @Nullable CloseReason pauseReason;

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
        return ConnectionEvent.builder(previous, now)
                .connection(attempts.connectionName, topic)
                .attempt(attempts.currentName(), schedule.attemptNumber())
                .delay(delay)
                .reason(rests ? pauseReason : lastReason)
                .build();
    }

    /** Whether there is a hold that was never told. */
    boolean hasUnreportedPause() {
        return pauseReason != null && pauseReason != reportedPause;
    }

    /** For diagnostics, from any thread. */
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
