package dev.holdfast.protocol;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose members are found but not parsed (RFC 8259): a payload inside it is handed on as the text it is, and
 * parsed once, by whoever wants it. Of members with one name the last counts. An array is read likewise: its elements are
 * members named {@code "0"}, {@code "1"} and so on.
 */
public final class LazyJson {
    private final String text;
    /** Four numbers a member: where its name and its value begin and end. */
    private int[] members = new int[4 * 8];

    private int count;
    private int at;
    private boolean array;

    private LazyJson(String text) {
        this.text = text;
    }

    /**
     * Finds the members.
     *
     * @throws CloseException with {@link CloseReason.Kind#PROTOCOL} when the text is not one JSON object or array
     */
    public static LazyJson of(String text) throws CloseException {
        LazyJson frame = new LazyJson(text);
        frame.scan();
        return frame;
    }

    /** Whether it is an array, whose elements are named by their place. */
    public boolean isArray() {
        return array;
    }

    /** A member's value as it is written, null where there is none of that name. */
    public @Nullable String raw(String name) {
        int i = find(name);
        return i < 0 ? null : text.substring(members[i + 2], members[i + 3]);
    }

    /** A member's value if it is a string, null where it is not, or is missing. */
    public @Nullable String string(String name) {
        int i = find(name);
        return i < 0 || text.charAt(members[i + 2]) != '"' ? null : unquote(members[i + 2], members[i + 3]);
    }

    /** A member's value if it is a whole number that fits, otherwise what to take instead. */
    public long number(String name, long otherwise) {
        int i = find(name);
        if (i < 0) return otherwise;
        try {
            return Long.parseLong(text.substring(members[i + 2], members[i + 3]));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Whether a member's value is {@code true}. */
    public boolean isTrue(String name) {
        int i = find(name);
        return i >= 0 && is("true", members[i + 2], members[i + 3]);
    }

    /** The whole text. */
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

    /** Where the element is whose place this names. */
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

    /** Where the first escape is; looks no further than it must, since a payload may be long and asked for often. */
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
            return null; // an escape that JSON does not have
        }
    }

    // ---- finding the members

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
        if (at != text.length()) throw bad("something follows it");
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
        if (c != ',' && c != end) throw bad("a comma or the end is missing");
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

    /** Skips an object or array, however deep, by counting: its insides are for whoever decodes the payload. */
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

    /** RFC 8259 section 6. */
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
            if (quote < 0) throw bad("a string does not end");
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
