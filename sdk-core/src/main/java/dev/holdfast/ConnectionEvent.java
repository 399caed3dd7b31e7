package dev.holdfast;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change of the state of one connection. A connection that breaks and comes back fires one event for each change:
 * CONNECTED to RECONNECTING with the {@link #delay()} and the {@link #reason()}, RECONNECTING to RECONNECTING when the
 * attempt starts, and RECONNECTING to CONNECTED. Each attempt that fails adds two: its back-off, and the next attempt.
 * Immutable. Later versions may add properties.
 */
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
     * Returns the state before the event. It may equal {@link #current()}: from RECONNECTING to RECONNECTING a back-off
     * begins if there is a {@link #delay()}, otherwise an attempt; two IDLE states report in {@link #reason()} why a client is paused.
     */
    public ConnectionState previous() {
        return previous;
    }

    /** Returns the state after the event. */
    public ConnectionState current() {
        return current;
    }

    /** Returns the name of the connection. Reconnects keep it. It is unique within the process. */
    public String connection() {
        return connection;
    }

    /**
     * Returns the name of the current or latest attempt: the connection's name, a dot, and the number of the attempt
     * since the connection's first. Before the first attempt it is the connection's name.
     */
    public String attemptName() {
        return attemptName;
    }

    /** Returns the topic of a connection that serves one topic only; null if one connection carries all topics. */
    public @Nullable String topic() {
        return topic;
    }

    /** Returns the number of the current or next attempt since the last stable connection, counted from 1. */
    public int attempt() {
        return attempt;
    }

    /** Returns the back-off that begins now; null if none begins. */
    public @Nullable Duration delay() {
        return delay;
    }

    /**
     * Returns the reason why the previous connection or attempt ended or why the client makes no attempt; null if
     * neither applies.
     */
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
        return Diagnostics.oneLine(s.toString());
    }
}
