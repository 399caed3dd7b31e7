package dev.holdfast.spi;

/** Makes a transport's connections for one client. Used by many threads. */
public interface Dialer {
    /** A connection not yet opened. Does no I/O. */
    Connection newConnection(Target target);

    /**
     * The network that carried its connections is gone: those made from now on use nothing that was made before, such as a
     * pooled HTTP/2 connection. Never blocks; connections in use are left alone.
     */
    default void renew() {}

    /** Gives back pooled connections and other idle resources; what the app handed in is left alone. */
    void close();
}
