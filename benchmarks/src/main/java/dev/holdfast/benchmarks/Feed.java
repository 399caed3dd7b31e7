package dev.holdfast.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of a batch of messages. They are created once and get new numbers each time they are sent. Each message is
 * 120 bytes of ASCII that contain a number. An event also has an id of ten digits.
 */
final class Feed {
    static final int PAYLOAD_BYTES = 120;
    static final int ID_BYTES = 10;

    private static final int NUMBER_AT = "{\"n\":".length();
    private static final int NUMBER_BYTES = 19;

    private final byte[] bytes;
    private final int messages;
    private final int first;
    private final int stride;
    private final int number;
    private final int id;

    private Feed(byte[] bytes, int messages, int first, int stride, int number, int id) {
        this.bytes = bytes;
        this.messages = messages;
        this.first = first;
        this.stride = stride;
        this.number = number;
        this.id = id;
    }

    static Feed of(FeedKind kind, int messages) {
        String payload = payload();
        String event = event(payload);
        return switch (kind) {
            // FIN and the opcode of text, then an unmasked length below 126.
            case WEBSOCKET -> repeated("", "\u0081" + (char) PAYLOAD_BYTES + payload, "", messages);
            case SSE_EVENTS -> repeated("", hex(event.length()) + event + "\r\n", "", messages);
            case SSE_BLOCKS -> repeated(hex(event.length() * messages), event, "\r\n", messages);
        };
    }

    private static String hex(int chunkSize) {
        return Integer.toHexString(chunkSize) + "\r\n";
    }

    private static Feed repeated(String head, String one, String tail, int messages) {
        byte[] bytes = (head + one.repeat(messages) + tail).getBytes(StandardCharsets.ISO_8859_1);
        int idAt = one.indexOf("id: ");
        return new Feed(
                bytes,
                messages,
                head.length(),
                one.length(),
                one.indexOf('{') + NUMBER_AT,
                idAt < 0 ? -1 : idAt + "id: ".length());
    }

    private static String payload() {
        String start = "{\"n\":" + "0".repeat(NUMBER_BYTES)
                + ",\"topic\":\"prices/AAPL\",\"bid\":187.42,\"ask\":187.45," + "\"venue\":\"XNAS\",\"note\":\"";
        String end = "\"}";
        return start + "x".repeat(PAYLOAD_BYTES - start.length() - end.length()) + end;
    }

    private static String event(String payload) {
        return "id: " + "0".repeat(ID_BYTES) + "\ndata: " + payload + "\n\n";
    }

    /** Returns the number in a payload. */
    static long number(String payload) {
        return Long.parseLong(payload, NUMBER_AT, NUMBER_AT + NUMBER_BYTES, 10);
    }

    int messages() {
        return messages;
    }

    /** Returns the backing array. */
    byte[] bytes() {
        return bytes;
    }

    /** Sets the ids and numbers of the messages, starting with {@code from}. */
    void stamp(long from) {
        for (int i = 0; i < messages; i++) stamp(i, from + i, from + i);
    }

    /** Sets the number and the id of one message. */
    void stamp(int message, long numberNow, long idNow) {
        int at = first + message * stride;
        digits(at + number, NUMBER_BYTES, numberNow);
        if (id >= 0) digits(at + id, ID_BYTES, idNow);
    }

    private void digits(int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
