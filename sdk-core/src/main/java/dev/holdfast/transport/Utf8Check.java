package dev.holdfast.transport;

/**
 * Checks UTF-8 as it arrives (RFC 3629 section 4): no overlong forms, no surrogates, nothing above U+10FFFF. It says no
 * at the first byte that no continuation can make good.
 */
final class Utf8Check {
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /** Takes the next bytes; false when they cannot be UTF-8. After that only {@link #reset} is of use. */
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

    /** Whether no character is left half done. */
    boolean complete() {
        return missing == 0;
    }

    /** Forgets everything. */
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
        // Eight at a time: a sign bit anywhere makes the union negative.
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
