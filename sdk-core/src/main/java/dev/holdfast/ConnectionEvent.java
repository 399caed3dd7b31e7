package dev.holdfast;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A change of a connection's state. Immutable. */
public final class ConnectionEvent {
    private final ConnectionState previous;
    private final ConnectionState current;
    private final String connection;
    private final String attemptName;
    private final @Nullable String topic;
    private final int attempt;
    private final @Nullable Duration delay;
    private final @Nullable CloseReason reason;

    /** For Holdfast and for tests. */
    public ConnectionEvent(
            ConnectionState previous,
            ConnectionState current,
            String connection,
            String attemptName,
            @Nullable String topic,
            int attempt,
            @Nullable Duration delay,
            @Nullable CloseReason reason) {
        this.previous = previous;
        this.current = current;
        this.connection = connection;
        this.attemptName = attemptName;
        this.topic = topic;
        this.attempt = attempt;
        this.delay = delay;
        this.reason = reason;
    }

    /**
     * The state before. Two RECONNECTING events in a row are a failed attempt and its back-off; two of IDLE say what a client
     * waits for, in {@link #reason()}.
     */
    public ConnectionState previous() {
        return previous;
    }

    /** The state now. */
    public ConnectionState current() {
        return current;
    }

    /** The name of this connection and of those that take its place, unlike any other of this process. */
    public String connection() {
        return connection;
    }

    /** The name of the attempt under way or made last: the connection's, a dot, and its number since the beginning. */
    public String attemptName() {
        return attemptName;
    }

    /** The topic whose own connection this is; null where one connection carries all topics. */
    public @Nullable String topic() {
        return topic;
    }

    /** The number of the attempt under way or to come, from 1, since the last stable connection. */
    public int attempt() {
        return attempt;
    }

    /** The back-off that begins now; null where none does. */
    public @Nullable Duration delay() {
        return delay;
    }

    /** Why the connection or attempt before ended, or why none is made now; null where neither is so. */
    public @Nullable CloseReason reason() {
        return reason;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder().append(previous).append(" -> ").append(current);
        s.append(' ').append(attemptName);
        if (topic != null && !topic.isEmpty()) s.append(" [").append(topic).append(']');
        if (attempt > 0) s.append(", attempt ").append(attempt);
        if (delay != null) s.append(" in ").append(delay.toMillis()).append(" ms");
        if (reason != null) s.append(", ").append(reason);
        return s.toString();
    }
}
