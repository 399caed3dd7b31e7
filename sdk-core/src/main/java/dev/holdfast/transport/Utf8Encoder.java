package dev.holdfast.transport;

import dev.holdfast.spi.GrowableBytes;

/**
 * An encoder of text to UTF-8 that writes directly into the target buffer. Half of a surrogate pair becomes U+FFFD, as
 * in a browser.
 */
final class Utf8Encoder {
    private static final int REPLACEMENT = 0xFFFD;

    private Utf8Encoder() {}

    /** Returns the encoded length in bytes. It may exceed the maximum length of an array. */
    static long length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) continue;
            if (c < 0x800) {
                length++;
            } else if (pair(text, i)) {
                // Two chars become four bytes.
                length += 2;
                i++;
            } else {
                length += 2;
            }
        }
        return length;
    }

    /** Appends the encoded text. {@code length} is its encoded length in bytes. */
    static void write(String text, int length, GrowableBytes out) {
        out.ensureSpace(length);
        byte[] array = out.array();
        int at = out.size();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                array[at++] = (byte) c;
            } else if (c < 0x800) {
                array[at++] = (byte) (0xC0 | c >> 6);
                array[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (pair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                array[at++] = (byte) (0xF0 | point >> 18);
                array[at++] = (byte) (0x80 | (point >> 12 & 0x3F));
                array[at++] = (byte) (0x80 | (point >> 6 & 0x3F));
                array[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                int point = Character.isSurrogate(c) ? REPLACEMENT : c;
                array[at++] = (byte) (0xE0 | point >> 12);
                array[at++] = (byte) (0x80 | (point >> 6 & 0x3F));
                array[at++] = (byte) (0x80 | (point & 0x3F));
            }
        }
        out.advance(length);
    }

    /** Returns the longest prefix of a text with an encoded length of at most {@code max} bytes. */
    static String cut(String text, int max) {
        int end = Math.min(text.length(), max);
        while (end > 0 && (length(text.substring(0, end)) > max || pair(text, end - 1))) end--;
        return text.substring(0, end);
    }

    private static boolean pair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
