package dev.holdfast.transport;

import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;

/**
 * The transport for WebSocket (RFC 6455). OkHttp opens the socket, and Holdfast does the framing. A message larger than
 * {@link dev.holdfast.Limits#maxMessageBytes()} ends the connection with close code 1009 before it is buffered. Text
 * that is not valid UTF-8 ends it with 1007. Immutable.
 */
public final class WebSocketTransport implements Transport {
    private final boolean compression;

    private WebSocketTransport(boolean compression) {
        this.compression = compression;
    }

    /** Creates the transport with compression by permessage-deflate (RFC 7692), if the server accepts it. */
    public static WebSocketTransport create() {
        return new WebSocketTransport(true);
    }

    /**
     * Creates the transport without compression. This saves about 300 KB of memory for each connection. It also
     * prevents attacks that derive a secret from the compressed size of messages in which it is next to text of others.
     */
    public static WebSocketTransport withoutCompression() {
        return new WebSocketTransport(false);
    }

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public boolean canSend() {
        return true;
    }

    /** Returns true for ws and wss, and for http and https, which mean the same. */
    @Override
    public boolean supportsScheme(String scheme) {
        return scheme.matches("https?|wss?");
    }

    @Override
    public Dialer dialer(Environment environment) {
        // The upgrade needs HTTP/1.1, because OkHttp has no socket to return over HTTP/2.
        HttpEngine engine = new HttpEngine(environment, name(), true);
        return new Dialer() {
            @Override
            public Connection newConnection(Target target) {
                return new WebSocketConnection(engine, environment, target, compression);
            }

            @Override
            public void renew() {
                engine.renew();
            }

            @Override
            public void close() {
                engine.close();
            }
        };
    }

    @Override
    public String toString() {
        return compression ? "WebSocketTransport" : "WebSocketTransport without compression";
    }
}
