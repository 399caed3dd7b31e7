package dev.holdfast.allocation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** The bytes of one block of messages. Each message has 120 bytes of ASCII, and each event an id of ten digits as well. */
final class MeasuredMessages {
    private static final int PAYLOAD_BYTES = 120;

    private MeasuredMessages() {}

    /** Returns the payload of a message: a JSON object. */
    static String payload(int number) {
        String start = String.format(Locale.ROOT, "{\"n\":%010d,\"bid\":187.42,\"ask\":187.45,\"note\":\"", number);
        String end = "\"}";
        return start + "x".repeat(PAYLOAD_BYTES - start.length() - end.length()) + end;
    }

    /** Returns the id of a message. */
    static String id(int number) {
        return String.format(Locale.ROOT, "%010d", number);
    }

    /** Returns a block of events (WHATWG HTML section 9.2). */
    static byte[] events() {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < Meter.BLOCK; i++) {
            block.append("id: ")
                    .append(id(i))
                    .append("\ndata: ")
                    .append(payload(i))
                    .append("\n\n");
        }
        return block.toString().getBytes(ISO_8859_1);
    }

    /** Returns a block of unmasked text frames (RFC 6455 section 5.2). */
    static byte[] frames() {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < Meter.BLOCK; i++) {
            block.append('\u0081').append((char) PAYLOAD_BYTES).append(payload(i));
        }
        return block.toString().getBytes(ISO_8859_1);
    }
}
