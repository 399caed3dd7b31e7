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
 * The parser of an event stream (WHATWG HTML section 9.2.6). An event with a single {@code data} line that lies in one
 * fed array is decoded from that array without a copy.
 *
 * <p>A block gives at most one frame. It is {@code TEXT} if the block has data, and {@code EMPTY} if it has only an id
 * or a type. A {@code retry} is reported at the end of its line. A frame has the id of its own block only; the caller
 * keeps the last id.
 *
 * <p>Malformed UTF-8 is replaced by Java's rules. A surrogate encoded in three bytes becomes one U+FFFD, while the
 * Encoding Standard produces three.
 */
final class SseReader implements FrameReader {
    private static final byte[] DATA = SseField.name("data");
    private static final byte[] ID = SseField.name("id");
    private static final byte[] EVENT = SseField.name("event");
    private static final byte[] RETRY = SseField.name("retry");
    private static final byte[][] FIELDS = {DATA, ID, EVENT, RETRY};
    /** The name of a comment: a comment is a field without a name. */
    private static final byte[] COMMENT = SseField.name("");

    private static final byte[][] FIELDS_AND_COMMENTS = {DATA, ID, EVENT, RETRY, COMMENT};

    /** A buffer that an event has made larger than this is released. */
    private static final int KEEP_BYTES = 64 * 1024;

    private static final int BOM_BYTES = 3;

    private final int maxEventBytes;
    private final boolean comments;
    private final Frame frame = new Frame();
    private final LineEnds lineEnds = new LineEnds();
    private int bom;
    private boolean afterCr;

    /** The beginning of a line whose end has not arrived. Empty if {@link #skipLine} is set. */
    private final GrowableBytes line = new GrowableBytes(256);

    private boolean skipLine;

    // The block so far. Its data is in `data`, or in the fed array while it is a single line. It is kept as positions,
    // because storing a reference in an old object costs the garbage collector more than storing a number.
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

    /** The last event type, cached because most streams have few types. */
    private byte[] knownTypeBytes = new byte[0];

    private String knownType = "";

    /**
     * Creates a reader.
     *
     * @param maxEventBytes the limit on the data, type and id of one block together, and on a comment
     * @param comments whether the sink receives comments
     */
    SseReader(int maxEventBytes, boolean comments) {
        this.maxEventBytes = maxEventBytes;
        this.comments = comments;
    }

    @Override
    public int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException {
        int end = offset + length;
        int at = bom < BOM_BYTES ? skipBom(bytes, offset, end) : offset;
        if (afterCr && at < end) {
            afterCr = false;
            if (bytes[at] == '\n') at++;
        }
        boolean more = true;
        while (at < end && more) {
            int start = at;
            int lineEnd = lineEnds.next(bytes, start, end);
            if (lineEnd == end) {
                hold(bytes, start, end);
                at = end;
                break;
            }
            at = lineEnd + 1;
            if (bytes[lineEnd] == '\r') {
                if (at == end) afterCr = true;
                else if (bytes[at] == '\n') at++;
            }
            if (skipLine || line.size() > 0) {
                more = heldLine(bytes, start, lineEnd, sink);
            } else {
                more = lineEnd > start ? line(bytes, start, lineEnd, sink) : dispatch(bytes, sink);
            }
        }
        gather(bytes); // The caller may now change the array.
        return at - offset;
    }

    @Override
    public CloseReason end() {
        return CloseReason.retryable(Kind.END_OF_STREAM, "The server ended the stream");
    }

    /** Skips a byte order mark at the start of the stream. After an incomplete one, the first line is ignored. */
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

    /** Stores the beginning of a line if its field may be known, up to the size limit. */
    private void hold(byte[] bytes, int from, int to) throws CloseException {
        if (skipLine || from == to) return;
        int head = Math.min(to, from + Math.max(0, SseField.LONGEST_HEAD - line.size()));
        line.write(bytes, from, head - from);
        byte[] name = SseField.possible(line.array(), line.size(), comments ? FIELDS_AND_COMMENTS : FIELDS);
        int value =
                name == null ? 0 : line.size() - SseField.valueStart(line.array(), 0, line.size(), name) + (to - head);
        if (name == null || (name == RETRY && value > SseField.MAX_RETRY_DIGITS)) {
            skipLine = true;
            return;
        }
        // Until the name is complete, the line may still turn out to be of an unknown field.
        if (line.size() > name.length) checkSize(name, value);
        line.write(bytes, head, to - head);
    }

    /** Handles the end of a line that started in an earlier array. Returns whether to continue parsing. */
    private boolean heldLine(byte[] bytes, int from, int to, FrameSink sink) throws CloseException {
        hold(bytes, from, to);
        boolean more = true;
        if (!skipLine) {
            more = line(line.array(), 0, line.size(), sink);
            gather(line.array());
        }
        skipLine = false;
        line.clear(KEEP_BYTES);
        return more;
    }

    /** Handles a line. Returns whether to continue parsing. */
    private boolean line(byte[] bytes, int from, int to, FrameSink sink) throws CloseException {
        int start;
        switch (bytes[from]) {
            case 'd':
                start = SseField.value(bytes, from, to, DATA);
                if (start >= 0) data(bytes, start, to - start);
                return true;
            case 'i':
                start = SseField.value(bytes, from, to, ID);
                if (start >= 0) id(bytes, start, to - start);
                return true;
            case 'e':
                start = SseField.value(bytes, from, to, EVENT);
                if (start >= 0) type(bytes, start, to - start);
                return true;
            case 'r':
                start = SseField.value(bytes, from, to, RETRY);
                long millis = start < 0 ? -1 : SseField.retryMillis(bytes, start, to);
                if (millis >= 0) sink.onRetry(millis);
                return true;
            case ':':
                if (!comments) return true;
                start = SseField.valueStart(bytes, from, to, COMMENT);
                checkSize(COMMENT, to - start);
                return sink.onComment(string(bytes, start, to - start), to - start);
            default: // An unknown field.
                return true;
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

    /** Copies the values found so far out of the fed array. */
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

    /** Checks the size of the block with this value of a field added. */
    private void checkSize(byte[] name, int value) throws CloseException {
        long all = value;
        if (name != EVENT) all += typeBytes;
        if (name != ID) all += idBytes;
        if (hasData) all += name == DATA ? dataBytes + 1L : dataBytes;
        if (name == COMMENT) all = value;
        if (name == RETRY || all <= maxEventBytes) return;
        throw new CloseException(HttpFailure.tooLarge(maxEventBytes));
    }

    /** Handles the end of a block. Returns whether to continue parsing. */
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
