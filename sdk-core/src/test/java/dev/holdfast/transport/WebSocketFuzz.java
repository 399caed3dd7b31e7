package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.CloseException;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.GrowableBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A fuzz target for WebSocket frames. Any bytes must give the same result however they are split, with and without
 * compression. Frames of the writer must read back unchanged. Only a {@link CloseException} may be thrown, and the
 * memory held is bounded. The first two bytes select how the rest is read.
 */
public final class WebSocketFuzz {
    private static final int HEAD = 2;
    private static final int LIMIT = 10_000;
    private static final int SMALL_LIMIT = 100;

    /**
     * A message that is both too large when decompressed and not valid UTF-8 may fail for either reason, whichever is
     * found first.
     */
    private static final List<String> EITHER = List.of("error TOO_LARGE 1009", "error PROTOCOL 1007");

    private WebSocketFuzz() {}

    /** Runs one input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws CloseException {
        if (input.length < HEAD) return;
        int flags = input[0];
        Random random = new Random(input[1]);
        byte[] rest = Arrays.copyOfRange(input, HEAD, input.length);
        String deflate = (flags & 1) == 0 ? null : (flags & 2) == 0 ? "" : "; server_no_context_takeover";
        if ((flags & 4) == 0) anyCut(rest, deflate, (flags & 8) == 0 ? LIMIT : SMALL_LIMIT, random);
        else roundTrip(rest, (flags & 8) != 0, (flags & 1) != 0, random);
    }

    private static void anyCut(byte[] wire, String deflate, int limit, Random random) throws CloseException {
        List<String> whole = read(wire, deflate, limit, false, wire.length + 1);
        same(whole, read(wire, deflate, limit, true, wire.length + 1), "stopping");
        same(whole, read(wire, deflate, limit, false, 1), "byte by byte");
        int size = 2 + random.nextInt(100);
        same(whole, read(wire, deflate, limit, random.nextBoolean(), size), "in pieces of " + size);
    }

    private static List<String> read(byte[] wire, String deflate, int limit, boolean stopping, int size)
            throws CloseException {
        return Allocation.bounded(wire.length, () -> readOnce(wire, deflate, limit, stopping, size));
    }

    private static List<String> readOnce(byte[] wire, String deflate, int limit, boolean stopping, int size)
            throws CloseException {
        SinkRecorder sink = new SinkRecorder(stopping);
        WebSocketReader reader =
                new WebSocketReader(limit, deflate == null ? null : WebSocketDeflateTest.negotiated(deflate));
        try {
            sink.feed(reader, wire, size);
            List<String> events = sink.events;
            String last = events.isEmpty() ? "" : events.get(events.size() - 1);
            if (!last.startsWith("error")) events.add(reader.end().toString());
            else if (deflate != null && EITHER.contains(last)) events.set(events.size() - 1, "error in the payload");
            return events;
        } finally {
            reader.release();
        }
    }

    /** The same message twice, so that the second may refer to the first. */
    private static void roundTrip(byte[] payload, boolean text, boolean deflate, Random random) throws CloseException {
        String words = new String(payload, UTF_16BE);
        Frame frame = text ? Frame.text(words) : Frame.binary(payload);
        byte[] expected = text ? words.getBytes(UTF_8) : payload;
        String event = text
                ? "text " + new String(expected, UTF_8)
                : "binary " + HexFormat.of().formatHex(expected);
        WebSocketWriter writer = new WebSocketWriter(
                () -> {
                    byte[] key = new byte[4];
                    random.nextBytes(key);
                    return key;
                },
                deflate ? WebSocketDeflateTest.negotiated("") : null);
        GrowableBytes out = new GrowableBytes(0);
        writer.message(frame, out);
        writer.ping(Arrays.copyOf(payload, Math.min(payload.length, 125)), out);
        writer.message(frame, out);
        writer.close(1000, words, out);
        writer.release();
        SinkRecorder sink = new SinkRecorder(false);
        WebSocketReader reader = new WebSocketReader(1 << 20, deflate ? WebSocketDeflateTest.negotiated("") : null);
        sink.feed(reader, unmasked(Arrays.copyOf(out.array(), out.size())), 1 + random.nextInt(1000));
        reader.release();
        String whole = event + " " + expected.length;
        if (sink.events.size() != 4
                || !sink.events.get(0).equals(whole)
                || !sink.events.get(1).startsWith("ping ")
                || !sink.events.get(2).equals(whole)
                || !sink.events.get(3).startsWith("closed 1000 ")) {
            throw new AssertionError(sink.events + " instead of twice " + whole);
        }
    }

    /** Returns the frames of a client in the form of server frames (RFC 6455 section 5.2). */
    private static byte[] unmasked(byte[] wire) {
        GrowableBytes plain = new GrowableBytes(wire.length);
        int at = 0;
        while (at < wire.length) {
            if ((wire[at + 1] & 0x80) == 0) throw new AssertionError("a frame is not masked");
            int shortLength = wire[at + 1] & 0x7F;
            int extended = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
            long length = extended == 0 ? shortLength : 0;
            plain.write(wire[at]);
            plain.write(shortLength);
            at += 2;
            for (int i = 0; i < extended; i++, at++) {
                length = length << 8 | (wire[at] & 0xFF);
                plain.write(wire[at]);
            }
            int key = at;
            at += 4;
            for (int i = 0; i < length; i++, at++) plain.write(wire[at] ^ wire[key + i % 4]);
        }
        return Arrays.copyOf(plain.array(), plain.size());
    }

    private static void same(List<String> expected, List<String> found, String how) {
        if (!found.equals(expected)) throw new AssertionError(how + ": " + found + " instead of " + expected);
    }
}
