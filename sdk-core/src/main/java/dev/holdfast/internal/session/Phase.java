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
        switch (this) {
            case CONNECTING:
                return previous == IDLE || previous == WAITING;
            case HANDSHAKING:
                return previous == CONNECTING;
            case CONNECTED:
                return previous == HANDSHAKING;
            case IDLE:
            case WAITING:
            case CLOSED:
                return previous != CLOSED;
        }
        throw new AssertionError(this);
    }

    /** Returns the state that the app sees. {@code again} is true after a failed attempt or connection. */
    ConnectionState connectionState(boolean again) {
        switch (this) {
            case IDLE:
                return ConnectionState.IDLE;
            case CONNECTED:
                return ConnectionState.CONNECTED;
            case CLOSED:
                return ConnectionState.CLOSED;
            case WAITING:
                return ConnectionState.RECONNECTING;
            case CONNECTING:
            case HANDSHAKING:
                return again ? ConnectionState.RECONNECTING : ConnectionState.CONNECTING;
        }
        throw new AssertionError(this);
    }
}
