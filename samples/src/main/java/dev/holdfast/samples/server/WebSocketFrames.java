package dev.holdfast.samples.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The server side of RFC 6455 without extensions: complete text messages in both directions, and pongs. */
final class WebSocketFrames {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MOST = 64 * 1024;

    private final DataInputStream in;
    private final Peer peer;

    WebSocketFrames(InputStream in, Peer peer) {
        this.in = new DataInputStream(in);
        this.peer = peer;
    }

    /** Returns the response to a client's {@code Sec-WebSocket-Key} (section 4.2.2). */
    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing from this Java platform", e);
        }
    }

    /** Returns the next text message. Throws {@link EOFException} if the client closes. */
    String read() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            switch (first & 0x0F) {
                case CONTINUATION, TEXT -> {
                    message.writeBytes(payload);
                    if ((first & 0x80) != 0) return message.toString(UTF_8);
                }
                case PING -> peer.send(frame(PONG, payload));
                case PONG -> {}
                case CLOSE -> {
                    peer.goodbye(frame(CLOSE, payload));
                    peer.end();
                    throw new EOFException("the client closed");
                }
                default -> throw new IOException("unsupported frame type");
            }
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) length = in.readUnsignedShort();
        else if (length == 127) length = in.readLong();
        if ((second & 0x80) == 0 || length < 0 || length > MOST) throw new IOException("unmasked, or too long");
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes((int) length);
        if (mask.length < 4 || payload.length < length) throw new EOFException();
        for (int i = 0; i < payload.length; i++) payload[i] ^= mask[i % 4];
        return payload;
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(UTF_8));
    }

    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return frame(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    private static byte[] frame(int opcode, byte[] payload) {
        int extra = payload.length < 126 ? 0 : payload.length <= 0xFFFF ? 2 : 8;
        ByteBuffer frame = ByteBuffer.allocate(2 + extra + payload.length).put((byte) (0x80 | opcode));
        if (extra == 0) frame.put((byte) payload.length);
        else if (extra == 2) frame.put((byte) 126).putShort((short) payload.length);
        else frame.put((byte) 127).putLong(payload.length);
        return frame.put(payload).array();
    }
}
