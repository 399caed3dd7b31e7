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

    private ConnectionEvent(Builder builder) {
        this.previous = builder.previous;
        this.current = builder.current;
        this.connection = builder.connection;
        this.attemptName = builder.attemptName;
        this.topic = builder.topic;
        this.attempt = builder.attempt;
        this.delay = builder.delay;
        this.reason = builder.reason;
    }

    /** Returns a builder of an event, for Holdfast and for tests. The names are empty and the attempt is 0 at first. */
    public static Builder builder(ConnectionState previous, ConnectionState current) {
        return new Builder(previous, current);
    }

    /** Builds events. Not safe for use by multiple threads. */
    public static final class Builder {
        private final ConnectionState previous;
        private final ConnectionState current;
        private String connection = "";
        private String attemptName = "";
        private @Nullable String topic;
        private int attempt;
        private @Nullable Duration delay;
        private @Nullable CloseReason reason;

        private Builder(ConnectionState previous, ConnectionState current) {
            this.previous = previous;
            this.current = current;
        }

        /** Sets the name of the connection and, for one topic's own connection, the topic. */
        public Builder connection(String name, @Nullable String topic) {
            this.connection = name;
            this.topic = topic;
            return this;
        }

        /** Sets the name and number of the attempt. */
        public Builder attempt(String name, int number) {
            this.attemptName = name;
            this.attempt = number;
            return this;
        }

        /** Sets the back-off that begins. */
        public Builder delay(@Nullable Duration delay) {
            this.delay = delay;
            return this;
        }

        /** Sets the reason. */
        public Builder reason(@Nullable CloseReason reason) {
            this.reason = reason;
            return this;
        }

        /** Returns the event. */
        public ConnectionEvent build() {
            return new ConnectionEvent(this);
        }
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
