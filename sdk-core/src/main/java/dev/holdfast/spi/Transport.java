package dev.holdfast.spi;

/** How bytes get to a server and back: WebSocket, Server-Sent Events. Immutable; serves any number of clients. */
public interface Transport {
    /** Its name for logs and error messages, such as {@code websocket}. */
    String name();

    /** Whether frames can be sent as well as received. */
    boolean canSend();

    /** Whether a URL of this scheme, in lower case, can be dialled. */
    boolean supportsScheme(String scheme);

    /**
     * Makes the dialer of a client. Called in {@code build()}.
     *
     * @throws IllegalStateException with what to fix, where something the transport needs is missing
     * @throws IllegalArgumentException with what to change, where something handed in cannot work
     */
    Dialer dialer(Environment environment);
}
