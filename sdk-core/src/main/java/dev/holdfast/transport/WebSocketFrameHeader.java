package dev.holdfast.transport;

import static dev.holdfast.transport.WebSocketCloseCodes.PROTOCOL_ERROR;
import static dev.holdfast.transport.WebSocketCloseCodes.broken;

import dev.holdfast.CloseException;

/**
 * The parser of the header of a frame from the server (RFC 6455 section 5.2). The header may be split anywhere. It
 * checks the rules that concern the header alone.
 */
final class WebSocketFrameHeader {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int MAX_CONTROL_PAYLOAD = 125;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int RSV2_AND_3 = 0x30;
    private static final int MASK = 0x80;

    private final boolean compression;
    private final byte[] partial = new byte[10];
    private int held;

    int opcode;
    boolean last;
    boolean compressed;
    long length;

    /** Accepts RSV1 on the first frame of a message only if {@code compression} was negotiated. */
    WebSocketFrameHeader(boolean compression) {
        this.compression = compression;
    }

    boolean control() {
        return opcode >= CLOSE;
    }

    /** Returns whether a header has started but is not complete. */
    boolean unfinished() {
        return held > 0;
    }

    /** Returns the position after the header. Returns -1 if all bytes were consumed and more are needed. */
    int parse(byte[] bytes, int offset, int end) throws CloseException {
        int at = offset;
        if (held == 0 && end - at >= 2) {
            int size = size(bytes[at + 1]);
            if (end - at >= size) {
                decode(bytes, at);
                return at + size;
            }
        }
        while (at < end) {
            partial[held++] = bytes[at++];
            if (held >= 2 && held == size(partial[1])) {
                held = 0;
                decode(partial, 0);
                return at;
            }
        }
        return -1;
    }

    /** Returns the header size without a masking key, because masked frames are rejected. */
    private static int size(byte second) {
        int length = second & 0x7F;
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }

    private void decode(byte[] bytes, int at) throws CloseException {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        opcode = first & 0x0F;
        last = (first & FIN) != 0;
        compressed = (first & RSV1) != 0;
        if ((second & MASK) != 0 || (first & RSV2_AND_3) != 0) {
            throw broken(PROTOCOL_ERROR, "A frame is masked or has reserved bits set");
        }
        if (opcode > PONG || (opcode > BINARY && opcode < CLOSE)) {
            throw broken(PROTOCOL_ERROR, "A frame has the reserved opcode " + opcode);
        }
        if (compressed && (!compression || opcode == CONTINUATION || control())) {
            throw broken(PROTOCOL_ERROR, "A frame must not be marked as compressed");
        }
        length = second & 0x7F;
        if (control()) {
            if (!last || length > MAX_CONTROL_PAYLOAD) {
                throw broken(PROTOCOL_ERROR, "A control frame is fragmented or has more than 125 bytes");
            }
        } else if (length >= 126) {
            length = extendedLength(bytes, at);
        }
    }

    private static long extendedLength(byte[] bytes, int at) throws CloseException {
        int size = size(bytes[at + 1]);
        long value = 0;
        for (int i = 2; i < size; i++) value = value << 8 | (bytes[at + i] & 0xFF);
        if (value < (size == 4 ? 126 : 65_536)) {
            throw broken(PROTOCOL_ERROR, "A length has the top bit set or not the fewest bytes");
        }
        return value;
    }
}
