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

/** The status of a session for connection events and diagnostics. */
@OnLoop
public final class SessionStatus {
    private final @AnyThread AttemptNames attempts;
    private final @AnyThread ReconnectSchedule schedule;
    private final @AnyThread @Nullable String topic;
    /** The reason of the last end of a link, null before the first. */
    public volatile @AnyThread @Nullable CloseReason lastReason;
    /** The reason why the session makes no attempt, null if it is not paused. */
    volatile @AnyThread @Nullable CloseReason pauseReason;

    private @Nullable CloseReason reportedPause;

    SessionStatus(AttemptNames attempts, ReconnectSchedule schedule, @Nullable String topic) {
        this.attempts = attempts;
        this.schedule = schedule;
        this.topic = topic;
    }

    /** Creates an event. {@code delayNanos} is the back-off that begins, negative for none. */
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

    /** Returns true if the session is paused for a reason that no event has reported yet. */
    boolean hasUnreportedPause() {
        return pauseReason != null && pauseReason != reportedPause;
    }

    /** Returns one line for diagnostics. {@code link} is the current link, null for none. */
    @AnyThread
    String describe(Phase phase, @Nullable Link link) {
        CloseReason reason = lastReason;
        String where = topic == null ? "" : " [" + topic + "]";
        String last = reason == null ? "" : ", last end " + reason;
        CloseReason why = pauseReason;
        if (why != null) last += ", paused: " + why.text();
        return phase
                + where
                + attempts.describe(schedule.attemptNumber())
                + (link == null ? "" : link.activity().describe())
                + last;
    }
}
