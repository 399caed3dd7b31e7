package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The client side of the opening handshake of one connection (RFC 6455 section 4.1). */
final class WebSocketHandshake implements HttpEngine.HeadRule {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Environment environment;
    private final List<String> subprotocols;
    private final boolean compression;
    private String key = "";
    private @Nullable PerMessageDeflate deflate;

    WebSocketHandshake(Environment environment, Target target, boolean compression) {
        this.subprotocols = target.subprotocols();
        this.compression = compression;
        this.environment = environment;
    }

    /** Returns the headers of the handshake with a new key. */
    @Override
    public Map<String, String> headers() {
        key = nonce(environment);
        Map<String, String> headers = new LinkedHashMap<>();
        // OkHttp returns the socket only for exactly this value.
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "websocket");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", key);
        if (!subprotocols.isEmpty()) headers.put("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
        if (compression) headers.put("Sec-WebSocket-Extensions", PerMessageDeflate.OFFER);
        return headers;
    }

    @Override
    public @Nullable CloseReason refuse(Response head) throws CloseException {
        if (head.code() != 101) return otherStatus(head);
        if (!String.join(",", head.headers("Upgrade")).matches("(?i)(.*,)?[ \t]*websocket[ \t]*(,.*)?")) {
            return notWebSocket("no header Upgrade: websocket");
        }
        if (head.socket() == null) {
            return notWebSocket(
                    "OkHttp needs exactly Connection: Upgrade, not " + String.join(", ", head.headers("Connection")));
        }
        String accept = ByteString.encodeUtf8(key + ACCEPT_SUFFIX).sha1().base64();
        if (!accept.equals(head.header("Sec-WebSocket-Accept"))) {
            return notWebSocket("Sec-WebSocket-Accept does not match the key");
        }
        List<String> chosen = head.headers("Sec-WebSocket-Protocol");
        if (chosen.size() > 1 || !subprotocols.containsAll(chosen)) {
            return CloseReason.fatal(
                    Kind.PROTOCOL,
                    "The server chose the subprotocol " + String.join(", ", chosen) + ", which is none of the "
                            + subprotocols.size() + " offered: see Builder.subprotocols");
        }
        deflate = PerMessageDeflate.accept(head.headers("Sec-WebSocket-Extensions"), compression);
        return null;
    }

    /** Returns the negotiated compression, or null for none. Valid only after a response was accepted. */
    @Nullable
    PerMessageDeflate deflate() {
        return deflate;
    }

    private CloseReason otherStatus(Response head) {
        CloseReason reason = HttpStatus.reason(head, "101", environment.wallMillis());
        if (reason.kind() != Kind.CONTENT_TYPE || reason.retryable()) return reason;
        // The content type does not matter here, because the status is wrong.
        return CloseReason.fatal(
                        Kind.HTTP_STATUS,
                        "The server returned " + head.code() + " instead of 101: there is no WebSocket at this URL")
                .withCode(head.code());
    }

    /** Retryable, because a middlebox may have returned a cached response or changed headers it does not know. */
    private static CloseReason notWebSocket(String why) {
        return CloseReason.retryable(Kind.PROTOCOL, "Status 101 without a WebSocket handshake: " + why);
    }

    private static String nonce(Environment environment) {
        Buffer nonce = new Buffer();
        while (nonce.size() < 16) nonce.write(environment.maskKeys().get());
        return nonce.readByteString().base64();
    }
}
