package dev.holdfast;

/** The state of a client's connection. */
public enum ConnectionState {
    /** Nothing is subscribed, or the client is paused: no connection is wanted. */
    IDLE,
    /** The first attempt is under way. */
    CONNECTING,
    /** Connected, and the protocol's handshake is over. */
    CONNECTED,
    /** The connection was lost, or an attempt failed: waiting for the next attempt, or in it. */
    RECONNECTING,
    /** The client is closed, or the connection ended for a reason that no attempt can mend. */
    CLOSED
}
