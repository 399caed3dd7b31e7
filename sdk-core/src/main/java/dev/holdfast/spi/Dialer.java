package dev.holdfast.spi;

/** Makes a transport's connections for one client. Used by many threads. */
public interface Dialer {
    /** A connection not yet opened. Does no I/O. */
    Connection newConnection(Target target);

    /** Gives back pooled connections and other idle resources; what the app handed in is left alone. */
    void close();
}
