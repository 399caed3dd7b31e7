package dev.holdfast.desktop.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** Goes through a JSON text piece by piece, without a stack: depth costs nothing. */
final class JsonTokens {
    private static final String BLANKS = " \t\r\n";
    private static final String MARKS = "{}[]:,";

    private final String text;
    private int from;
    private int to;

    /** @param json what {@link #isJson(String)} says yes to */
    JsonTokens(String json) {
        text = json;
    }

    /** JSON without the blanks between its pieces; null for what is none. */
    static @Nullable String compact(String text) {
        if (!isJson(text)) return null;
        StringBuilder out = new StringBuilder();
        JsonTokens tokens = new JsonTokens(text);
        while (tokens.next()) out.append(text, tokens.from, tokens.to);
        return out.toString();
    }

    /** Whether it is JSON (RFC 8259), of no more levels than a parser bears. */
    static boolean isJson(String text) {
        if (text.isBlank()) return false;
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.skipValue();
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    /** Goes to the next piece; false at the end. */
    boolean next() {
        from = afterBlanks(to);
        if (from == text.length()) return false;
        to = end();
        return true;
    }

    private int end() {
        int i = from + 1;
        if (first() == '"') {
            while (text.charAt(i) != '"') i += text.charAt(i) == '\\' ? 2 : 1;
            return i + 1;
        }
        if (isMark()) return i;
        while (i < text.length() && MARKS.indexOf(text.charAt(i)) < 0 && BLANKS.indexOf(text.charAt(i)) < 0) i++;
        return i;
    }

    private int afterBlanks(int start) {
        int i = start;
        while (i < text.length() && BLANKS.indexOf(text.charAt(i)) >= 0) i++;
        return i;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    char first() {
        return text.charAt(from);
    }

    /** Whether it is one of braces, brackets, colons and commas. */
    boolean isMark() {
        return MARKS.indexOf(first()) >= 0;
    }

    /** The first sign of the piece after this one; 0 at the end. */
    char following() {
        int next = afterBlanks(to);
        return next == text.length() ? 0 : text.charAt(next);
    }
}
