package dev.holdfast.protocol;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object or array whose members are located but not parsed (RFC 8259). A payload inside it is passed on as its
 * original text, so it is parsed only once, by the decoder. If several members have the same name, the last one counts.
 * The elements of an array are members named {@code "0"}, {@code "1"} and so on. Immutable.
 */
public final class LazyJson {
    private final String text;
    /** Four offsets for each member: start and end of the name, start and end of the value. */
    private int[] members = new int[4 * 8];

    private int count;
    private int at;
    private boolean array;

    private LazyJson(String text) {
        this.text = text;
    }

    /**
     * Locates the members of a JSON text.
     *
     * @throws CloseException with {@link CloseReason.Kind#PROTOCOL} if the text is not a single JSON object or array
     */
    public static LazyJson of(String text) throws CloseException {
        LazyJson frame = new LazyJson(text);
        frame.scan();
        return frame;
    }

    /** Returns whether the text is an array. Its elements are named by their index. */
    public boolean isArray() {
        return array;
    }

    /** Returns the JSON text of a member's value, or null if the member is missing. */
    public @Nullable String raw(String name) {
        int i = find(name);
        return i < 0 ? null : text.substring(members[i + 2], members[i + 3]);
    }

    /** Returns the value of a string member, or null if the member is missing or not a valid string. */
    public @Nullable String string(String name) {
        int i = find(name);
        return i < 0 || text.charAt(members[i + 2]) != '"' ? null : unquote(members[i + 2], members[i + 3]);
    }

    /** Returns the value of a member that is a whole number in the range of {@code long}, or else the default. */
    public long number(String name, long defaultValue) {
        int i = find(name);
        if (i < 0) return defaultValue;
        try {
            return Long.parseLong(text.substring(members[i + 2], members[i + 3]));
        } catch (NumberFormatException e) {
            return defaultValue;
        }
    }

    /** Returns whether a member's value is the literal {@code true}. */
    public boolean isTrue(String name) {
        int i = find(name);
        return i >= 0 && is("true", members[i + 2], members[i + 3]);
    }

    /** Returns the whole JSON text. */
    @Override
    public String toString() {
        return text;
    }

    private int find(String name) {
        if (array) return element(name);
        for (int i = (count - 1) * 4; i >= 0; i -= 4) {
            int from = members[i];
            int to = members[i + 1];
            if (to - from < name.length()) continue;
            if (escape(from, to) < 0) {
                if (is(name, from, to)) return i;
            } else if (name.equals(unquote(from - 1, to + 1))) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the offset in {@link #members} of the array element with this index, or -1. */
    private int element(String name) {
        if (name.isEmpty() || name.length() > 9 || (name.length() > 1 && name.charAt(0) == '0')) return -1;
        int place = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') return -1;
            place = place * 10 + (c - '0');
        }
        return place < count ? place * 4 : -1;
    }

    private boolean is(String word, int from, int to) {
        return to - from == word.length() && text.startsWith(word, from);
    }

    /** Returns the position of the first escape, or -1. Searches this range only, because the text may be long. */
    private int escape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\\') return i;
        }
        return -1;
    }

    private @Nullable String unquote(int from, int to) {
        if (escape(from, to) < 0) return text.substring(from + 1, to - 1);
        try {
            return JsonParser.parseString(text.substring(from, to)).getAsString();
        } catch (JsonParseException e) {
            return null; // The string has an escape that is not valid in JSON.
        }
    }

    // ---- locating the members

    private void scan() throws CloseException {
        space();
        array = peek() == '[';
        if (!array) expect('{');
        else at++;
        char end = array ? ']' : '}';
        space();
        if (peek() == end) at++;
        else {
            do {
                space();
                if (array) element();
                else member();
                space();
            } while (more(end));
        }
        space();
        if (at != text.length()) throw bad("there is more text after it");
    }

    private void element() throws CloseException {
        int value = at;
        value();
        add(value, value, value, at);
    }

    private void member() throws CloseException {
        int name = at + 1;
        string();
        int nameEnd = at - 1;
        space();
        expect(':');
        space();
        int value = at;
        value();
        add(name, nameEnd, value, at);
    }

    private boolean more(char end) throws CloseException {
        char c = peek();
        if (c != ',' && c != end) throw bad("a comma or the closing bracket is missing");
        at++;
        return c == ',';
    }

    private void add(int name, int nameEnd, int value, int valueEnd) {
        if (count * 4 == members.length) members = Arrays.copyOf(members, members.length * 2);
        int i = count++ * 4;
        members[i] = name;
        members[i + 1] = nameEnd;
        members[i + 2] = value;
        members[i + 3] = valueEnd;
    }

    private void value() throws CloseException {
        char c = peek();
        if (c == '"') string();
        else if (c == '{' || c == '[') nested();
        else literal();
    }

    /** Skips an object or array of any depth by counting brackets. The decoder of the payload parses its content. */
    private void nested() throws CloseException {
        int depth = 0;
        do {
            char c = peek();
            if (c == '"') {
                string();
                continue;
            }
            if (c == '{' || c == '[') depth++;
            else if (c == '}' || c == ']') depth--;
            at++;
        } while (depth > 0);
    }

    private void literal() throws CloseException {
        int from = at;
        while (at < text.length() && ",:}] \t\r\n".indexOf(text.charAt(at)) < 0) at++;
        if (is("true", from, at) || is("false", from, at) || is("null", from, at) || isNumber(from, at)) return;
        at = from;
        throw bad("a value is missing");
    }

    /** Checks the grammar of numbers (RFC 8259 section 6). */
    private boolean isNumber(int from, int to) {
        int i = from < to && text.charAt(from) == '-' ? from + 1 : from;
        int whole = digits(i, to);
        if (whole == 0 || (whole > 1 && text.charAt(i) == '0')) return false;
        i += whole;
        if (i < to && text.charAt(i) == '.') {
            int fraction = digits(i + 1, to);
            if (fraction == 0) return false;
            i += 1 + fraction;
        }
        if (i < to && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < to && (text.charAt(i) == '+' || text.charAt(i) == '-')) i++;
            int exponent = digits(i, to);
            if (exponent == 0) return false;
            i += exponent;
        }
        return i == to;
    }

    private int digits(int from, int to) {
        int i = from;
        while (i < to && text.charAt(i) >= '0' && text.charAt(i) <= '9') i++;
        return i - from;
    }

    private void string() throws CloseException {
        expect('"');
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) throw bad("a string is not closed");
            int slashes = 0;
            while (text.charAt(quote - 1 - slashes) == '\\') slashes++;
            at = quote + 1;
            if (slashes % 2 == 0) return;
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private char peek() throws CloseException {
        if (at >= text.length()) throw bad("it ends too early");
        return text.charAt(at);
    }

    private void expect(char c) throws CloseException {
        if (peek() != c) throw bad("a '" + c + "' is missing");
        at++;
    }

    private CloseException bad(String what) {
        return new CloseException(CloseReason.retryable(
                CloseReason.Kind.PROTOCOL, "A frame is not a JSON object or array: " + what + " at character " + at));
    }
}
