package dev.holdfast.spi;

/** A network transport, such as WebSocket or Server-Sent Events. Immutable; one instance may serve many clients. */
public interface Transport {
    /** Returns the name for logs and error messages, such as {@code websocket}. */
    String name();

    /** Returns whether frames can be sent as well as received. */
    boolean canSend();

    /** Returns whether this transport can dial URLs of a scheme. The scheme is in lower case. */
    boolean supportsScheme(String scheme);

    /**
     * Creates the dialer of a client. Called once by {@code RealtimeClient.Builder.build()}.
     *
     * @throws IllegalStateException if something that the transport needs is missing; the message states how to fix it
     * @throws IllegalArgumentException if a setting cannot work; the message states what to change
     */
    Dialer dialer(Environment environment);
}
