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
import okio.ByteString;
import okio.Socket;
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
    public @Nullable CloseReason refuse(Response head) {
        if (head.code() != 101) return otherStatus(head);
        CloseReason refusal = check(head);
        Socket socket = head.socket();
        if (refusal != null && socket != null) socket.cancel();
        return refusal;
    }

    /** Returns the negotiated compression, or null for none. Valid only after a response was accepted. */
    @Nullable
    PerMessageDeflate deflate() {
        return deflate;
    }

    private CloseReason otherStatus(Response head) {
        CloseReason reason = HttpStatus.reason(head, "101 Switching Protocols", environment.wallMillis());
        if (reason.kind() != Kind.CONTENT_TYPE || reason.retryable()) return reason;
        // The content type does not matter here, because the status is wrong.
        return CloseReason.fatal(
                        Kind.HTTP_STATUS,
                        "The server returned " + head.code()
                                + " instead of 101 Switching Protocols: there is no WebSocket at this URL")
                .withCode(head.code());
    }

    private @Nullable CloseReason check(Response head) {
        if (!hasToken(head, "Upgrade", "websocket")) {
            return notWebSocket("the header Upgrade: websocket is missing");
        }
        if (!hasToken(head, "Connection", "upgrade")) {
            return notWebSocket("the header Connection: Upgrade is missing");
        }
        if (head.socket() == null) {
            return CloseReason.retryable(
                    Kind.PROTOCOL,
                    "OkHttp needs the header Connection: Upgrade alone, and the server sent Connection: "
                            + String.join(", ", head.headers("Connection")));
        }
        String accept = ByteString.encodeUtf8(key + ACCEPT_SUFFIX).sha1().base64();
        if (!accept.equals(head.header("Sec-WebSocket-Accept"))) {
            return notWebSocket("Sec-WebSocket-Accept does not match the key of the request");
        }
        List<String> chosen = head.headers("Sec-WebSocket-Protocol");
        if (chosen.size() > 1 || !subprotocols.containsAll(chosen)) {
            return CloseReason.fatal(
                    Kind.PROTOCOL,
                    "The server chose the subprotocol " + String.join(", ", chosen) + ", which is none of the "
                            + subprotocols.size() + " offered: see Builder.subprotocols");
        }
        try {
            deflate = PerMessageDeflate.accept(head.headers("Sec-WebSocket-Extensions"), compression);
            return null;
        } catch (CloseException e) {
            return e.reason();
        }
    }

    /** Retryable, because a middlebox may have returned a cached response or changed headers it does not know. */
    private static CloseReason notWebSocket(String why) {
        return CloseReason.retryable(
                Kind.PROTOCOL, "The response has status 101 but is not a WebSocket handshake: " + why);
    }

    private static boolean hasToken(Response head, String name, String token) {
        for (String value : head.headers(name)) {
            for (String part : value.split(",", -1)) {
                if (part.trim().equalsIgnoreCase(token)) return true;
            }
        }
        return false;
    }

    private static String nonce(Environment environment) {
        byte[] nonce = new byte[16];
        for (int i = 0; i < 16; i += 4) {
            System.arraycopy(environment.maskKeys().get(), 0, nonce, i, 4);
        }
        return ByteString.of(nonce).base64();
    }
}
