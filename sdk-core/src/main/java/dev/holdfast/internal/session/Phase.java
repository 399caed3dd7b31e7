package dev.holdfast.internal.session;

import dev.holdfast.ConnectionState;

/** Where a session stands. */
public enum Phase {
    IDLE,
    CONNECTING,
    HANDSHAKING,
    CONNECTED,
    WAITING,
    CLOSED;

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

    /** What the app sees; {@code again} once an attempt or connection has failed. */
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
