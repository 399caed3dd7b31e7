package dev.holdfast.transport;

/**
 * An incremental validator of UTF-8 (RFC 3629 section 4). It rejects overlong forms, surrogates and code points above
 * U+10FFFF. It fails at the first byte that makes the text invalid.
 */
final class Utf8Check {
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /** Checks the next bytes. Returns false if they are not valid UTF-8; then only {@link #reset} may be called. */
    boolean accept(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (missing == 0) {
                at = skipAscii(bytes, at, end);
                if (at < end && !lead(bytes[at++] & 0xFF)) return false;
            } else {
                int b = bytes[at++] & 0xFF;
                if (b < lowest || b > highest) return false;
                missing--;
                lowest = 0x80;
                highest = 0xBF;
            }
        }
        return true;
    }

    /** Returns whether the bytes so far end with a complete character. */
    boolean complete() {
        return missing == 0;
    }

    /** Resets the validator to its initial state. */
    void reset() {
        missing = 0;
        lowest = 0x80;
        highest = 0xBF;
    }

    private boolean lead(int b) {
        if (b < 0xC2 || b > 0xF4) return false;
        if (b < 0xE0) {
            missing = 1;
        } else if (b < 0xF0) {
            missing = 2;
            if (b == 0xE0) lowest = 0xA0;
            if (b == 0xED) highest = 0x9F;
        } else {
            missing = 3;
            if (b == 0xF0) lowest = 0x90;
            if (b == 0xF4) highest = 0x8F;
        }
        return true;
    }

    private static int skipAscii(byte[] bytes, int offset, int end) {
        int at = offset;
        // Eight bytes at a time. The union is negative if any byte has its sign bit set.
        while (at + 8 <= end
                && (bytes[at]
                                | bytes[at + 1]
                                | bytes[at + 2]
                                | bytes[at + 3]
                                | bytes[at + 4]
                                | bytes[at + 5]
                                | bytes[at + 6]
                                | bytes[at + 7])
                        >= 0) {
            at += 8;
        }
        while (at < end && bytes[at] >= 0) at++;
        return at;
    }
}
