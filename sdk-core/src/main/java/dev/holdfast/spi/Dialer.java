package dev.holdfast.spi;

/** A factory of a transport's connections for one client. Thread-safe. */
public interface Dialer {
    /** Creates a connection that is not open yet. Does no I/O. */
    Connection newConnection(Target target);

    /**
     * Stops reusing network connections made before this call, such as pooled HTTP/2 connections, because the network
     * that carried them is gone. Never blocks. Connections in use are not affected.
     */
    default void renew() {}

    /** Closes pooled connections and other idle resources. Does not shut down an HTTP client supplied by the caller. */
    void close();
}
