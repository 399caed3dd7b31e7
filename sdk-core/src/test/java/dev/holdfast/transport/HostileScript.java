package dev.holdfast.transport;

import static dev.holdfast.transport.Wire.bytes;
import static dev.holdfast.transport.Wire.frame;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.holdfast.CloseReason.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/**
 * The data that a hostile server sends after it has accepted, and the expected end of the connection. If the data is
 * large but allowed, the server ends the connection itself, and a message before that shows that the client still
 * reads.
 */
@SuppressWarnings("ImmutableEnumChecker") // its annotations are on no path here, and what it asks for holds
enum HostileScript {
    FRAME_OF_2_GB(ws(Kind.TOO_LARGE, 1009), out -> {
        out.write(bytes(0x82, 127, 0, 0, 0, 0, 0x80, 0, 0, 0));
        out.endlessly(new byte[8192]);
    }),
    FRAME_OF_8_EIB(ws(Kind.TOO_LARGE, 1009), out -> {
        out.write(bytes(0x81, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF));
        out.endlessly(bytes('x'));
    }),
    ENDLESS_FRAGMENTS(ws(Kind.TOO_LARGE, 1009), out -> {
        out.write(frame(0x02, "x"));
        out.endlessly(frame(0x00, "x"));
    }),
    EMPTY_FRAGMENTS(wsSurvives(), out -> {
        out.write(frame(0x01, ""));
        out.repeat(bytes(0, 0), 64 << 20);
        out.write(frame(0x80, "done"));
        out.goodbye();
    }),
    DEFLATE_BOMB(ws(Kind.TOO_LARGE, 1009), "Sec-WebSocket-Extensions: permessage-deflate", out -> {
        out.write(frame(0xC2, bomb()));
    }),
    DEFLATE_BOMB_IN_FRAGMENTS(ws(Kind.TOO_LARGE, 1009), "Sec-WebSocket-Extensions: permessage-deflate", out -> {
        byte[] bomb = bomb();
        for (int i = 0; i < bomb.length; i++) out.write(frame(i == 0 ? 0x42 : 0x00, bytes(bomb[i])));
    }),
    DEFLATE_RUBBISH(ws(Kind.PROTOCOL, 1007), "Sec-WebSocket-Extensions: permessage-deflate", out -> {
        out.write(frame(0xC1, bytes(0xFF, 0xFF, 0xFF, 0xFF)));
    }),
    INVALID_UTF8(ws(Kind.PROTOCOL, 1007), out -> out.write(frame(0x81, bytes('a', 0xED, 0xA0, 0x80)))),
    INVALID_UTF8_IN_FRAGMENTS(ws(Kind.PROTOCOL, 1007), out -> {
        out.write(Wire.join(frame(0x01, bytes('a', 0xF0)), frame(0x00, bytes(0x9F)), frame(0x80, bytes(0x98))));
    }),
    INVALID_UTF8_BEFORE_THE_END(ws(Kind.PROTOCOL, 1007), out -> {
        out.write(bytes(0x81, 127, 0, 0, 0, 0, 0, 0x0F, 0xFF, 0xFF, 'a', 0xC0));
    }),
    CONTROL_FRAME_OF_126(ws(Kind.PROTOCOL, 1002), out -> {
        out.write(Wire.join(bytes(0x89, 126, 0, 126), new byte[126]));
    }),
    CONTROL_FRAME_IN_FRAGMENTS(ws(Kind.PROTOCOL, 1002), out -> out.write(frame(0x09, "x"))),
    MASKED_FRAME(ws(Kind.PROTOCOL, 1002), out -> out.write(bytes(0x81, 0x81, 1, 2, 3, 4, 'x'))),
    RESERVED_BITS(ws(Kind.PROTOCOL, 1002), out -> out.write(frame(0xA1, "x"))),
    RESERVED_OPCODE(ws(Kind.PROTOCOL, 1002), out -> out.write(frame(0x83, "x"))),
    COMPRESSED_UNASKED(ws(Kind.PROTOCOL, 1002), out -> out.write(frame(0xC1, "x"))),
    LONE_CONTINUATION(ws(Kind.PROTOCOL, 1002), out -> out.write(frame(0x80, "x"))),
    MESSAGE_IN_A_MESSAGE(ws(Kind.PROTOCOL, 1002), out -> {
        out.write(Wire.join(frame(0x01, "x"), frame(0x81, "x")));
    }),
    HALF_A_CLOSE_CODE(ws(Kind.PROTOCOL, 1002), out -> out.write(frame(0x88, "x"))),
    FLOOD_OF_PINGS(wsSurvives(), out -> {
        out.repeat(frame(0x89, "p".repeat(125)), 64 << 20);
        out.write(frame(0x81, "done"));
        out.goodbye();
    }),
    FLOOD_OF_PINGS_BY_ONE_THAT_READS_NOTHING(new Expected("ws", Kind.TIMEOUT, -1, true, 0), out -> {
        out.endlessly(frame(0x89, "p".repeat(125)));
    }),
    PONGS_WITHOUT_PING(wsSurvives(), out -> {
        out.repeat(frame(0x8A, "p".repeat(125)), 64 << 20);
        out.write(frame(0x81, "done"));
        out.goodbye();
    }),
    ENDLESS_LINE(sse(Kind.TOO_LARGE), out -> {
        out.text("data: ");
        out.endlessly(bytes('x'));
    }),
    ENDLESS_DATA_LINES(sse(Kind.TOO_LARGE), out -> out.endlessly("data: x\n".getBytes(ISO_8859_1))),
    ENDLESS_ID(sse(Kind.TOO_LARGE), out -> {
        out.text("id: ");
        out.endlessly(bytes('x'));
    }),
    ENDLESS_EVENT_TYPE(sse(Kind.TOO_LARGE), out -> {
        out.text("event: ");
        out.endlessly(bytes('x'));
    }),
    ENDLESS_COMMENT(sseSurvives(), out -> {
        out.text(":");
        out.repeat(bytes('x'), 64 << 20);
        out.text("\ndata: done\n\n");
    }),
    ENDLESS_COMMENTS(sseSurvives(), out -> {
        out.repeat(bytes(':', '\n'), 64 << 20);
        out.text("data: done\n\n");
    }),
    ENDLESS_FIELD_NOBODY_KNOWS(sseSurvives(), out -> {
        out.text("dat");
        out.repeat(bytes('x'), 64 << 20);
        out.text("\ndata: done\n\n");
    }),
    EMPTY_LINES(sseSurvives(), out -> {
        out.repeat(bytes('\n'), 64 << 20);
        out.text("data: done\n\n");
    }),
    A_MILLION_IDS(sseSurvives(), out -> {
        for (int i = 0; i < 1_000_000; i++) out.text("id: " + i + "\n");
        out.text("data: done\n\n");
    }),
    A_MILLION_BLOCKS_OF_AN_ID(sseSurvives(), out -> {
        for (int i = 0; i < 1_000_000; i++) out.text("id: " + i + "\n\n");
        out.text("data: done\n\n");
    }),
    A_MILLION_EVENT_TYPES(sseSurvives(), out -> {
        for (int i = 0; i < 1_000_000; i++) out.text("event: " + i + "\n\n");
        out.text("data: done\n\n");
    }),
    A_MILLION_RETRIES(sseSurvives(), out -> {
        for (int i = 0; i < 1_000_000; i++) out.text("retry: " + i + "\n");
        out.text("data: done\n\n");
    }),
    INVALID_UTF8_IN_EVENTS(sseSurvives(), out -> {
        out.text("data: \u00ED\u00A0\u0080\u00FF\u00C0done\n\n");
    }),
    ENDLESS_STATUS_LINE(head("http"), out -> {
        out.text("HTTP/1.1 200 ");
        out.endlessly(bytes('x'));
    }),
    ENDLESS_HEADER(head("http"), out -> {
        out.text("HTTP/1.1 200 OK\r\nx: ");
        out.endlessly(bytes('x'));
    }),
    ENDLESS_HEADERS(head("ws"), out -> {
        out.text("HTTP/1.1 101 Switching Protocols\r\n");
        out.endlessly("x: y\r\n".getBytes(ISO_8859_1));
    }),
    ENDLESS_REFUSAL(new Expected("ws", Kind.HTTP_STATUS, 503, true, 0, true), out -> {
        out.text("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9999999999\r\n\r\n");
        out.endlessly(bytes('x'));
    });

    /** Writes the data of one script. */
    interface Play {
        void on(HostileOutput out) throws IOException;
    }

    /** The expected end, and the number of messages before it. */
    static final class Expected {
        final String scheme;
        final Kind kind;
        final int code;
        final boolean retryable;
        final int messages;
        /** Whether the script sends its own response head. */
        final boolean head;

        Expected(String scheme, Kind kind, int code, boolean retryable, int messages) {
            this(scheme, kind, code, retryable, messages, false);
        }

        Expected(String scheme, Kind kind, int code, boolean retryable, int messages, boolean head) {
            this.head = head;
            this.scheme = scheme;
            this.kind = kind;
            this.code = code;
            this.retryable = retryable;
            this.messages = messages;
        }

        @Override
        public String toString() {
            return kind + " " + code + " " + (retryable ? "retryable" : "final") + ", messages " + messages;
        }
    }

    final Expected expected;
    private final String header;
    private final Play play;

    HostileScript(Expected expected, Play play) {
        this(expected, "", play);
    }

    HostileScript(Expected expected, String header, Play play) {
        this.expected = expected;
        this.header = header;
        this.play = play;
    }

    /** Accepts the request unless the script does that itself, sends the data, and ends the stream. */
    void run(String head, OutputStream out) throws Exception {
        if (expected.head) {
            // The script sends its own head.
        } else if (expected.scheme.equals("ws")) {
            out.write(header.isEmpty() ? RawServer.agree(head) : RawServer.agree(head, header));
        } else {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                    .getBytes(ISO_8859_1));
        }
        HostileOutput buffered = new HostileOutput(out);
        play.on(buffered);
        buffered.flush();
    }

    /** Returns whether the server reads data of the client in the meantime. */
    boolean reads() {
        return this != FLOOD_OF_PINGS_BY_ONE_THAT_READS_NOTHING;
    }

    private static Expected ws(Kind kind, int code) {
        return new Expected("ws", kind, code, kind == Kind.PROTOCOL, 0);
    }

    private static Expected wsSurvives() {
        return new Expected("ws", Kind.WEBSOCKET_CLOSE, 1001, true, 1);
    }

    private static Expected head(String scheme) {
        return new Expected(scheme, Kind.NETWORK, -1, true, 0, true);
    }

    private static Expected sse(Kind kind) {
        return new Expected("http", kind, -1, false, 0);
    }

    private static Expected sseSurvives() {
        return new Expected("http", Kind.END_OF_STREAM, -1, true, 1);
    }

    private static byte[] bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] bomb = Wire.deflate(deflater, new byte[64 << 20]);
        deflater.end();
        return bomb;
    }
}
