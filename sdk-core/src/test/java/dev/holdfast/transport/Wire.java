package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A builder of server frames that is independent of the code under test. */
final class Wire {
    private Wire() {}

    /** Returns an unmasked frame with this first byte. Its length is encoded in the fewest bytes. */
    static byte[] frame(int first, byte[] payload) {
        int length = payload.length;
        byte[] head;
        if (length <= 125) {
            head = bytes(first, length);
        } else if (length <= 0xFFFF) {
            head = bytes(first, 126, length / 256, length % 256);
        } else {
            head = bytes(first, 127, 0, 0, 0, 0, length >>> 24, length >>> 16, length >>> 8, length);
        }
        return join(head, payload);
    }

    static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(UTF_8));
    }

    static byte[] close(int code, byte[] reason) {
        return frame(0x88, join(bytes(code >> 8, code), reason));
    }

    static byte[] close(int code, String reason) {
        return close(code, reason.getBytes(UTF_8));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) joined.writeBytes(part);
        return joined.toByteArray();
    }

    /** Compresses a payload for permessage-deflate with a Deflater whose window may contain earlier messages. */
    static byte[] deflate(Deflater deflater, byte[] message) {
        // zlib does not flush twice without input. An empty message is one byte (RFC 7692 section 7.2.3.6).
        if (message.length == 0) return bytes(0);
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[1 << 16];
        int got;
        do {
            got = deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH);
            out.write(step, 0, got);
        } while (got == step.length);
        byte[] all = out.toByteArray();
        byte[] cut = new byte[all.length - 4];
        System.arraycopy(all, 0, cut, 0, cut.length);
        return cut;
    }

    /** Reverses {@link #deflate}. The Inflater decides what its window contains. */
    static byte[] inflate(Inflater inflater, byte[] payload) throws DataFormatException {
        inflater.setInput(join(payload, bytes(0, 0, 0xFF, 0xFF)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[1 << 16];
        int got;
        while ((got = inflater.inflate(step)) > 0) out.write(step, 0, got);
        return out.toByteArray();
    }
}
