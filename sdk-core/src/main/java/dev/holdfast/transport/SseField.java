package dev.holdfast.transport;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Field names and values of an event stream (WHATWG HTML section 9.2.6), as bytes. */
final class SseField {
    /** So many bytes of a line tell its field, and whether a space precedes the value. */
    static final int LONGEST_HEAD = "event: ".length();

    /** A longer {@code retry} is ignored. */
    static final int MAX_RETRY_DIGITS = 20;

    /** No server means to have its clients wait longer than a day. */
    private static final long MAX_RETRY_MILLIS = 24L * 60 * 60 * 1000;

    private SseField() {}

    static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the value of a line begins, its one leading space left out; -1 where the line is of another field. */
    static int value(byte[] bytes, int from, int to, byte[] name) {
        int end = from + name.length;
        if (end > to || (end < to && bytes[end] != ':')) return -1;
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) return -1;
        }
        return valueStart(bytes, from, to, name);
    }

    /** The same for a line known to begin with the name, or with a part of the name and nothing else. */
    static int valueStart(byte[] bytes, int from, int to, byte[] name) {
        int start = from + name.length + 1;
        if (start >= to) return to;
        return bytes[start] == ' ' ? start + 1 : start;
    }

    /** Which field a line may turn out to be, of which only the beginning is there; null if none of these. */
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

    /** Whether these are the same bytes. */
    static boolean same(byte[] expected, byte[] bytes, int start, int length) {
        if (expected.length != length) return false;
        for (int i = 0; i < length; i++) {
            if (expected[i] != bytes[start + i]) return false;
        }
        return true;
    }

    /** The value of a {@code retry}; -1 where it is to be ignored: no number, or an absurd one. */
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
