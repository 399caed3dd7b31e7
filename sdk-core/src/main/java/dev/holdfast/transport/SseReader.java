package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.GrowableBytes;
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
    private final LineEnds lineEnds = new LineEnds();
    private int bom;
    private boolean afterCr;

    /** The line whose end has not come: its beginning, or only that it is to be passed over. */
    private final GrowableBytes line = new GrowableBytes(256);

    private boolean skipLine;

    // The block so far. Its data is in `data`, or as long as it is a single line, in the array that is being fed. Kept
    // as positions: to write a reference into an old object costs a collector more than to write a number.
    private final GrowableBytes data = new GrowableBytes(256);
    private boolean dataFound;
    private int dataStart;
    private int dataBytes;
    private boolean hasData;
    private @Nullable String type;
    private int typeBytes;
    private boolean idFound;
    private int idStart;
    private int idBytes;
    private @Nullable String id;

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
            int lineEnd = lineEnds.next(bytes, start, end);
            if (lineEnd == end) {
                hold(bytes, start, end);
                break;
            }
            at = lineEnd + 1;
            if (bytes[lineEnd] == '\r') {
                if (at == end) afterCr = true;
                else if (bytes[at] == '\n') at++;
            }
            if (skipLine || line.size() > 0) {
                heldLine(bytes, start, lineEnd, sink);
            } else if (lineEnd > start) {
                line(bytes, start, lineEnd, sink);
            } else if (!dispatch(bytes, sink)) {
                return at - offset;
            }
        }
        gather(bytes); // The array is the caller's again.
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
        int head = Math.min(to, from + Math.max(0, SseField.LONGEST_HEAD - line.size()));
        line.write(bytes, from, head - from);
        byte[] name = SseField.possible(line.array(), line.size(), FIELDS);
        int value =
                name == null ? 0 : line.size() - SseField.valueStart(line.array(), 0, line.size(), name) + (to - head);
        if (name == null || (name == RETRY && value > SseField.MAX_RETRY_DIGITS)) {
            skipLine = true;
            return;
        }
        // Before the name is whole the line may still be of a field that nobody counts.
        if (line.size() > name.length) checkSize(name, value);
        line.write(bytes, head, to - head);
    }

    /** The end of a line that began in an earlier array. */
    private void heldLine(byte[] bytes, int from, int to, FrameSink sink) throws CloseException {
        hold(bytes, from, to);
        if (!skipLine) {
            line(line.array(), 0, line.size(), sink);
            gather(line.array());
        }
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
                if (millis >= 0) sink.onRetry(millis);
                return;
            default: // A comment or an unknown field.
        }
    }

    private void data(byte[] bytes, int start, int length) throws CloseException {
        checkSize(DATA, length);
        if (hasData) {
            gather(bytes);
            data.write('\n');
            data.write(bytes, start, length);
            dataBytes += 1 + length;
        } else {
            hasData = true;
            dataFound = true;
            dataStart = start;
            dataBytes = length;
        }
    }

    /** Takes what was found out of the array where it was found. */
    private void gather(byte[] bytes) {
        if (dataFound) data.write(bytes, dataStart, dataBytes);
        dataFound = false;
        if (idFound) id = string(bytes, idStart, idBytes);
        idFound = false;
    }

    private static String string(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    private void id(byte[] bytes, int start, int length) throws CloseException {
        checkSize(ID, length);
        for (int i = start; i < start + length; i++) {
            if (bytes[i] == 0) return;
        }
        idFound = true;
        idStart = start;
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
            knownType = string(bytes, start, length);
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
        throw new CloseException(CloseReason.retryable(
                Kind.TOO_LARGE, "An event is larger than " + maxEventBytes + " bytes: see Limits.withMaxMessageBytes"));
    }

    /** The end of a block, found in this array. Answers whether to go on. */
    private boolean dispatch(byte[] bytes, FrameSink sink) {
        String idNow = idFound ? string(bytes, idStart, idBytes) : id;
        if (hasData) {
            String text = dataFound ? string(bytes, dataStart, dataBytes) : string(data.array(), 0, dataBytes);
            frame.setText(text, type, idNow, dataBytes);
        } else if (type != null || idNow != null) {
            frame.setEmpty(type, idNow);
        } else {
            return true;
        }
        hasData = false;
        dataFound = false;
        data.clear(KEEP_BYTES);
        dataBytes = 0;
        type = null;
        typeBytes = 0;
        idFound = false;
        id = null;
        idBytes = 0;
        return sink.onFrame(frame);
    }
}
