package dev.holdfast.transport;

import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;

/**
 * WebSocket (RFC 6455), with its own framing on the socket that OkHttp opens. Messages larger than
 * {@link dev.holdfast.Limits#maxMessageBytes()} end the connection with 1009 before they are held, text that is not
 * UTF-8 with 1007. Immutable.
 */
public final class WebSocketTransport implements Transport {
    private final boolean compression;

    private WebSocketTransport(boolean compression) {
        this.compression = compression;
    }

    /** With compression by permessage-deflate (RFC 7692) where the server agrees. */
    public static WebSocketTransport create() {
        return new WebSocketTransport(true);
    }

    /** Without compression: it saves about 300 KB a connection, and what a secret next to foreign text may leak. */
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

    /** Also http and https, which mean the same as ws and wss. */
    @Override
    public boolean supportsScheme(String scheme) {
        return scheme.equals("ws") || scheme.equals("wss") || scheme.equals("http") || scheme.equals("https");
    }

    @Override
    public Dialer dialer(Environment environment) {
        // The upgrade is one of HTTP/1.1: over HTTP/2 there is no socket to hand over.
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
