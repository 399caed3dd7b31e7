package dev.holdfast.transport;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Functions that parse field names and values of an event stream from bytes (WHATWG HTML section 9.2.6). */
final class SseField {
    /** The number of bytes that determine the field of a line, and whether a space precedes the value. */
    static final int LONGEST_HEAD = "event: ".length();

    /** The most digits of a {@code retry} value. Longer values are ignored. */
    static final int MAX_RETRY_DIGITS = 20;

    /** The largest accepted {@code retry} value: one day. */
    private static final long MAX_RETRY_MILLIS = 24L * 60 * 60 * 1000;

    private SseField() {}

    static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the start of a line's value, after one leading space. Returns -1 if the line has another field. */
    static int value(byte[] bytes, int from, int to, byte[] name) {
        int end = from + name.length;
        if (end > to || (end < to && bytes[end] != ':')) return -1;
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) return -1;
        }
        return valueStart(bytes, from, to, name);
    }

    /** Returns the start of the value of a line that starts with the name, or that is only a part of the name. */
    static int valueStart(byte[] bytes, int from, int to, byte[] name) {
        int start = from + name.length + 1;
        if (start >= to) return to;
        return bytes[start] == ' ' ? start + 1 : start;
    }

    /** Returns the field name that the beginning of a line matches so far, or null if it matches none of these. */
    static byte @Nullable [] possible(byte[] beginning, int size, byte[][] names) {
        for (byte[] name : names) {
            if (size > name.length ? value(beginning, 0, size, name) >= 0 : startsWith(name, beginning, size))
                return name;
        }
        return null;
    }

    private static boolean startsWith(byte[] name, byte[] beginning, int size) {
        for (int i = 0; i < size; i++) {
            if (name[i] != beginning[i]) return false;
        }
        return true;
    }

    /** Returns whether the bytes are equal. */
    static boolean same(byte[] expected, byte[] bytes, int start, int length) {
        if (expected.length != length) return false;
        for (int i = 0; i < length; i++) {
            if (expected[i] != bytes[start + i]) return false;
        }
        return true;
    }

    /** Returns the value of a {@code retry} in milliseconds. Returns -1 if it is not a number or longer than a day. */
    static long retryMillis(byte[] bytes, int start, int to) {
        if (start == to || to - start > MAX_RETRY_DIGITS) return -1;
        long millis = 0;
        for (int i = start; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) return -1;
            millis = millis * 10 + digit;
            if (millis > MAX_RETRY_MILLIS) return -1;
        }
        return millis;
    }
}
