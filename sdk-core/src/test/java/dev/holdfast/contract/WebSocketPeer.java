package dev.holdfast.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;

/** A server of RFC 6455. */
final class WebSocketPeer extends Peer {
    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    WebSocketPeer() throws IOException {}

    @Override
    String scheme() {
        return "ws";
    }

    @Override
    String acceptance(String requestHead) throws Exception {
        String key = requestHead.replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + SUFFIX).getBytes(ISO_8859_1));
        return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n";
    }

    @Override
    byte[] text(String text) {
        return frame(0x81, text.getBytes(UTF_8));
    }

    @Override
    byte[] empty() {
        return frame(0x8A, new byte[0]); // an unsolicited pong
    }

    @Override
    byte[] goodbye() {
        return frame(0x88, new byte[] {1001 >> 8, (byte) 1001});
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.write(126);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
