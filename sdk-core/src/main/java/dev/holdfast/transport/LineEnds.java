package dev.holdfast.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A search for line ends that checks eight bytes at a time. Checking each byte would be half the cost of reading an
 * event stream. Used by one thread at a time.
 */
final class LineEnds {
    private static final long EACH_TOP_BIT = 0x8080808080808080L;

    /** In each byte, one more than a carriage return, which is the larger of the two line ends. */
    private static final long EACH_ABOVE_CR = 0x0E0E0E0E0E0E0E0EL;

    private byte @Nullable [] array;
    private ByteBuffer words = ByteBuffer.allocate(0);

    /** Returns the position of the first line feed or carriage return, or {@code end} if there is none. */
    int next(byte[] bytes, int from, int end) {
        if (bytes != array) {
            array = bytes;
            words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer in = words;
        int at = from;
        // Fast path: skips ASCII text without line ends, 32 bytes at a time.
        while (at + 32 <= end
                && ((below(in, at) | below(in, at + 8) | below(in, at + 16) | below(in, at + 24)) & EACH_TOP_BIT)
                        == 0) {
            at += 32;
        }
        for (; at + 8 <= end; at += 8) {
            long word = in.getLong(at);
            // The top bit of each byte that may be below the bound. There are false positives, but no misses.
            long low = (word - EACH_ABOVE_CR) & ~word & EACH_TOP_BIT;
            for (; low != 0; low &= low - 1) {
                int found = at + (Long.numberOfTrailingZeros(low) >>> 3);
                if (isEnd(bytes[found])) return found;
            }
        }
        while (at < end && !isEnd(bytes[at])) at++;
        return at;
    }

    private static long below(ByteBuffer in, int at) {
        return in.getLong(at) - EACH_ABOVE_CR;
    }

    private static boolean isEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}
