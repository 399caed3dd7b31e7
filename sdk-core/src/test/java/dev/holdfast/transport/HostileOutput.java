package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An output that sends much data without holding much. */
final class HostileOutput extends BufferedOutputStream {
    private static final int PIECE = 64 * 1024;

    HostileOutput(OutputStream to) {
        super(to, PIECE);
    }

    void text(String latin1) throws IOException {
        write(latin1.getBytes(ISO_8859_1));
    }

    /** Repeats until the client has disconnected. */
    void endlessly(byte[] bytes) throws IOException {
        repeat(bytes, Long.MAX_VALUE);
    }

    /** Repeats until at least this many bytes are sent. */
    void repeat(byte[] bytes, long total) throws IOException {
        byte[] many = new byte[Math.max(1, PIECE / bytes.length) * bytes.length];
        for (int at = 0; at < many.length; at += bytes.length) System.arraycopy(bytes, 0, many, at, bytes.length);
        for (long said = 0; said < total; said += many.length) write(many);
    }

    /** Sends a close frame with the code 1001. */
    void goodbye() throws IOException {
        write(Wire.close(1001, ""));
    }
}
