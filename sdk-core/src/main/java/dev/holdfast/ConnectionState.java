package dev.holdfast;

/** The state of a client or of one connection. Later versions may add values. */
public enum ConnectionState {
    /** No connection is needed: nothing is subscribed or published, or the client is paused. */
    IDLE,
    /** The first attempt is under way. */
    CONNECTING,
    /** The connection is open and the protocol's handshake is complete. */
    CONNECTED,
    /** The connection was lost or an attempt failed. The client waits for the next attempt or makes it. */
    RECONNECTING,
    /** The client is closed, or the connection ended for a final reason. */
    CLOSED
}
