package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Bytes;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream (WHATWG HTML section 9.2.6) from bytes. An event that lies whole in one fed array, with one
 * {@code data} line, is decoded from that array without a copy in between.
 *
 * <p>Each block gives one frame at most: with data {@code TEXT}, without data but with an id or a type {@code EMPTY}.
 * A {@code retry} is passed on when its line ends. Ids are those of the block: that they stick is the caller's affair.
 *
 * <p>Bad UTF-8 is replaced as Java does it: a surrogate in three bytes becomes one U+FFFD, where the Encoding Standard
 * has three.
 */
final class SseReader implements FrameReader {
    private static final byte[] DATA = SseField.name("data");
    private static final byte[] ID = SseField.name("id");
    private static final byte[] EVENT = SseField.name("event");
    private static final byte[] RETRY = SseField.name("retry");
    private static final byte[][] FIELDS = {DATA, ID, EVENT, RETRY};

    /** The buffers are let go when an event has made them larger than this. */
    private static final int KEEP_BYTES = 64 * 1024;

    private static final int BOM_BYTES = 3;

    private final int maxEventBytes;
    private final Frame frame = new Frame();
    private int bom;
    private boolean afterCr;

    /** The line whose end has not come: its beginning, or only that it is to be passed over. */
    private final Bytes line = new Bytes(256);

    private boolean skipLine;

    // The block so far. Its data is in `data`, or as long as it is a single line, where that line was found.
    private final Bytes data = new Bytes(256);
    private byte @Nullable [] dataFound;
    private int dataStart;
    private int dataBytes;
    private boolean hasData;
    private @Nullable String type;
    private int typeBytes;
    private @Nullable String id;
    private int idBytes;

    /** The last type seen: most streams have few. */
    private byte[] knownTypeBytes = new byte[0];

    private String knownType = "";

    /** @param maxEventBytes the limit on the data, type and id of one block together */
    SseReader(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    @Override
    public int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException {
        int end = offset + length;
        int at = bom < BOM_BYTES ? skipBom(bytes, offset, end) : offset;
        if (afterCr && at < end) {
            afterCr = false;
            if (bytes[at] == '\n') at++;
        }
        while (at < end) {
            int start = at;
            byte b = 0;
            // Most bytes need one comparison.
            while (at < end && ((b = bytes[at]) > '\r' || (b != '\n' && b != '\r'))) at++;
            if (at == end) {
                hold(bytes, start, end);
                break;
            }
            int lineEnd = at++;
            if (b == '\r') {
                if (at == end) afterCr = true;
                else if (bytes[at] == '\n') at++;
            }
            if (skipLine || line.size() > 0) {
                heldLine(bytes, start, lineEnd, sink);
            } else if (lineEnd > start) {
                line(bytes, start, lineEnd, sink);
            } else if (!dispatch(sink)) {
                return at - offset;
            }
        }
        if (dataFound == bytes) gatherData(); // The array is the caller's again.
        return length;
    }

    @Override
    public CloseReason end() {
        return CloseReason.retryable(Kind.END_OF_STREAM, "The server ended the stream");
    }

    /** One byte order mark at the start is no part of the first line; half a one makes its field unknown. */
    private int skipBom(byte[] bytes, int at, int end) {
        while (at < end && bom < BOM_BYTES) {
            int expected = bom == 0 ? 0xEF : bom == 1 ? 0xBB : 0xBF;
            if ((bytes[at] & 0xFF) != expected) {
                skipLine = bom > 0;
                bom = BOM_BYTES;
                return at;
            }
            bom++;
            at++;
        }
        return at;
    }

    /** Keeps the beginning of a line, if it can matter, and not more of it than the limit allows. */
    private void hold(byte[] bytes, int from, int to) throws CloseException {
        if (skipLine || from == to) return;
        if (line.size() == 0) gatherData(); // Data found in the line buffer would be overwritten.
        int head = Math.min(to, from + Math.max(0, SseField.LONGEST_HEAD - line.size()));
        line.write(bytes, from, head - from);
        byte[] name = SseField.possible(line.array(), line.size(), FIELDS);
        int value =
                name == null ? 0 : line.size() - SseField.valueStart(line.array(), 0, line.size(), name) + (to - head);
        if (name == null || (name == RETRY && value > SseField.MAX_RETRY_DIGITS)) {
            skipLine = true;
            line.clear(KEEP_BYTES);
            return;
        }
        checkSize(name, value);
        line.write(bytes, head, to - head);
    }

    /** The end of a line that began in an earlier array. */
    private void heldLine(byte[] bytes, int from, int to, FrameSink sink) throws CloseException {
        hold(bytes, from, to);
        if (!skipLine) line(line.array(), 0, line.size(), sink);
        skipLine = false;
        line.clear(KEEP_BYTES);
    }

    private void line(byte[] bytes, int from, int to, FrameSink sink) throws CloseException {
        int start;
        switch (bytes[from]) {
            case 'd':
                start = SseField.value(bytes, from, to, DATA);
                if (start >= 0) data(bytes, start, to - start);
                return;
            case 'i':
                start = SseField.value(bytes, from, to, ID);
                if (start >= 0) id(bytes, start, to - start);
                return;
            case 'e':
                start = SseField.value(bytes, from, to, EVENT);
                if (start >= 0) type(bytes, start, to - start);
                return;
            case 'r':
                start = SseField.value(bytes, from, to, RETRY);
                long millis = start < 0 ? -1 : SseField.retryMillis(bytes, start, to);
                if (millis >= 0) sink.retry(millis);
                return;
            default: // A comment or an unknown field.
        }
    }

    private void data(byte[] bytes, int start, int length) throws CloseException {
        checkSize(DATA, length);
        if (hasData) {
            gatherData();
            data.write('\n');
            data.write(bytes, start, length);
            dataBytes += 1 + length;
        } else {
            hasData = true;
            dataFound = bytes;
            dataStart = start;
            dataBytes = length;
        }
    }

    /** Moves data from where it was found into the buffer. */
    private void gatherData() {
        if (dataFound == null) return;
        data.write(dataFound, dataStart, dataBytes);
        dataFound = null;
    }

    private void id(byte[] bytes, int start, int length) throws CloseException {
        checkSize(ID, length);
        for (int i = start; i < start + length; i++) {
            if (bytes[i] == 0) return;
        }
        id = new String(bytes, start, length, StandardCharsets.UTF_8);
        idBytes = length;
    }

    private void type(byte[] bytes, int start, int length) throws CloseException {
        checkSize(EVENT, length);
        typeBytes = length;
        type = length == 0 ? null : typeOf(bytes, start, length);
    }

    private String typeOf(byte[] bytes, int start, int length) {
        if (!SseField.same(knownTypeBytes, bytes, start, length)) {
            knownTypeBytes = Arrays.copyOfRange(bytes, start, start + length);
            knownType = new String(bytes, start, length, StandardCharsets.UTF_8);
        }
        return knownType;
    }

    /** A field's value in addition to what the block holds beside it. */
    private void checkSize(byte[] name, int value) throws CloseException {
        long all = value;
        if (name != EVENT) all += typeBytes;
        if (name != ID) all += idBytes;
        if (hasData) all += name == DATA ? dataBytes + 1L : dataBytes;
        if (name == RETRY || all <= maxEventBytes) return;
        throw new CloseException(CloseReason.fatal(
                Kind.TOO_LARGE, "An event is larger than " + maxEventBytes + " bytes: see Limits.maxMessageBytes"));
    }

    /** The end of a block. Answers whether to go on. */
    private boolean dispatch(FrameSink sink) {
        if (hasData) {
            byte[] from = dataFound == null ? data.array() : dataFound;
            int start = dataFound == null ? 0 : dataStart;
            frame.setText(new String(from, start, dataBytes, StandardCharsets.UTF_8), type, id, dataBytes);
        } else if (type != null || id != null) {
            frame.setEmpty(type, id);
        } else {
            return true;
        }
        hasData = false;
        dataFound = null;
        data.clear(KEEP_BYTES);
        dataBytes = 0;
        type = null;
        typeBytes = 0;
        id = null;
        idBytes = 0;
        return sink.frame(frame);
    }
}
