package dev.holdfast.internal.session;

import dev.holdfast.ConnectionState;

/** The phase of a session. */
public enum Phase {
    IDLE,
    CONNECTING,
    HANDSHAKING,
    CONNECTED,
    WAITING,
    CLOSED;

    /** Returns true if the transition from {@code previous} to this phase is allowed. */
    public boolean mayFollow(Phase previous) {
        if (this == CONNECTING) return previous == IDLE || previous == WAITING;
        if (this == HANDSHAKING) return previous == CONNECTING;
        return this == CONNECTED ? previous == HANDSHAKING : previous != CLOSED;
    }

    /** Returns the state that the app sees. {@code again} is true after a failed attempt or connection. */
    ConnectionState connectionState(boolean again) {
        if (this == IDLE) return ConnectionState.IDLE;
        if (this == CONNECTED) return ConnectionState.CONNECTED;
        if (this == CLOSED) return ConnectionState.CLOSED;
        return again || this == WAITING ? ConnectionState.RECONNECTING : ConnectionState.CONNECTING;
    }
}
