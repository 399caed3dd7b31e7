package dev.holdfast.protocol;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose members are found but not parsed (RFC 8259): a payload inside it is handed on as the text it is, and
 * parsed once, by whoever wants it. Of members with one name the last counts.
 */
public final class JsonFrame {
    private final String text;
    /** Four numbers a member: where its name and its value begin and end. */
    private int[] members = new int[4 * 8];

    private int count;
    private int at;

    private JsonFrame(String text) {
        this.text = text;
    }

    /**
     * Finds the members.
     *
     * @throws CloseException with {@link CloseReason.Kind#PROTOCOL} when the text is not one JSON object
     */
    public static JsonFrame of(String text) throws CloseException {
        JsonFrame frame = new JsonFrame(text);
        frame.scan();
        return frame;
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
        return i >= 0 && text.startsWith("true", members[i + 2]);
    }

    /** The whole text. */
    @Override
    public String toString() {
        return text;
    }

    private int find(String name) {
        for (int i = (count - 1) * 4; i >= 0; i -= 4) {
            int length = members[i + 1] - members[i];
            if (length == name.length() && text.startsWith(name, members[i])) return i;
            if (length > name.length() && text.indexOf('\\', members[i]) < members[i + 1]) {
                String unquoted = unquote(members[i] - 1, members[i + 1] + 1);
                if (name.equals(unquoted)) return i;
            }
        }
        return -1;
    }

    private @Nullable String unquote(int from, int to) {
        int escape = text.indexOf('\\', from);
        if (escape < 0 || escape >= to) return text.substring(from + 1, to - 1);
        try {
            return JsonParser.parseString(text.substring(from, to)).getAsString();
        } catch (JsonParseException e) {
            return null; // an escape that JSON does not have
        }
    }

    // ---- finding the members

    private void scan() throws CloseException {
        space();
        expect('{');
        space();
        if (peek() == '}') at++;
        else {
            do {
                space();
                int name = at + 1;
                string();
                int nameEnd = at - 1;
                space();
                expect(':');
                space();
                int value = at;
                value();
                add(name, nameEnd, value, at);
                space();
            } while (more());
        }
        space();
        if (at != text.length()) throw bad("something follows the object");
    }

    private boolean more() throws CloseException {
        char c = peek();
        at++;
        if (c == ',') return true;
        if (c == '}') return false;
        throw bad("a comma or the object's end is missing");
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
        while (at < text.length() && ",}] \t\r\n".indexOf(text.charAt(at)) < 0) at++;
        if (at == from) throw bad("a value is missing");
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
        while (at < text.length() && text.charAt(at) <= ' ') at++;
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
                CloseReason.Kind.PROTOCOL, "A frame is not a JSON object: " + what + " at character " + at));
    }
}
