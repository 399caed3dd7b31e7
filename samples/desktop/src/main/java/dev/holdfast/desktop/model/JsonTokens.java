package dev.holdfast.desktop.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** A scanner of JSON tokens without a stack, so that nesting depth has no cost. */
final class JsonTokens {
    private static final String BLANKS = " \t\r\n";
    private static final String MARKS = "{}[]:,";

    private final String text;
    private int from;
    private int to;

    /** @param json a text for which {@link #isJson(String)} is true */
    JsonTokens(String json) {
        text = json;
    }

    /** Returns JSON without whitespace between tokens, or null if the text is not JSON. */
    static @Nullable String compact(String text) {
        if (!isJson(text)) return null;
        StringBuilder out = new StringBuilder();
        JsonTokens tokens = new JsonTokens(text);
        while (tokens.next()) out.append(text, tokens.from, tokens.to);
        return out.toString();
    }

    /** Returns whether a text is JSON (RFC 8259) within the parser's nesting limit. */
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

    /** Moves to the next token. Returns false at the end. */
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

    /** Returns whether the token is a brace, bracket, colon or comma. */
    boolean isMark() {
        return MARKS.indexOf(first()) >= 0;
    }

    /** Returns the first character of the next token, 0 at the end. */
    char following() {
        int next = afterBlanks(to);
        return next == text.length() ? 0 : text.charAt(next);
    }
}
