package dev.holdfast.desktop.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON laid out for people, or on one line. Only blanks change: numbers, escapes, and members that come twice stay as the
 * server wrote them. What is no JSON stays as it is.
 */
public final class JsonText {
    /** What a piece of the text is. */
    public enum Kind {
        NAME,
        STRING,
        NUMBER,
        /** true, false, null. */
        WORD,
        /** Braces, brackets, colons, commas. */
        MARK
    }

    /** A piece of the text. */
    public record Span(Kind kind, int from, int to) {}

    private final StringBuilder out = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();
    private final boolean json;

    private JsonText(boolean json) {
        this.json = json;
    }

    /** Laid out, two blanks for each level. */
    public static JsonText pretty(String text) {
        return write(text, true);
    }

    /** On one line. */
    public static JsonText compact(String text) {
        return write(text, false);
    }

    private static JsonText write(String text, boolean lines) {
        JsonText json = new JsonText(isJson(text));
        if (json.json) json.write(new Scan(text), lines);
        else json.out.append(text);
        return json;
    }

    private record Scan(String text) {
        int end(int from) {
            char first = text.charAt(from);
            int i = from + 1;
            if (first == '"') {
                while (text.charAt(i) != '"') i += text.charAt(i) == '\\' ? 2 : 1;
                return i + 1;
            }
            if ("{}[]:,".indexOf(first) >= 0) return i;
            while (i < text.length() && "{}[]:, \t\r\n".indexOf(text.charAt(i)) < 0) i++;
            return i;
        }

        int next(int from) {
            int i = from;
            while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) i++;
            return i;
        }
    }

    private void write(Scan scan, boolean lines) {
        String text = scan.text();
        int depth = 0;
        for (int i = scan.next(0); i < text.length(); ) {
            int end = scan.end(i);
            int next = scan.next(end);
            char first = text.charAt(i);
            boolean empties = next < text.length() && (text.charAt(next) == '}' || text.charAt(next) == ']');
            switch (first) {
                case '{', '[' -> {
                    add(Kind.MARK, text, i, end);
                    if (empties) {
                        add(Kind.MARK, text, next, next + 1);
                        next = scan.next(next + 1);
                    } else newLine(lines, ++depth);
                }
                case '}', ']' -> {
                    newLine(lines, --depth);
                    add(Kind.MARK, text, i, end);
                }
                case ',' -> {
                    add(Kind.MARK, text, i, end);
                    newLine(lines, depth);
                }
                case ':' -> {
                    add(Kind.MARK, text, i, end);
                    if (lines) out.append(' ');
                }
                case '"' -> {
                    boolean name = next < text.length() && text.charAt(next) == ':';
                    add(name ? Kind.NAME : Kind.STRING, text, i, end);
                }
                default -> add(Character.isLetter(first) ? Kind.WORD : Kind.NUMBER, text, i, end);
            }
            i = next;
        }
    }

    private void add(Kind kind, String text, int from, int to) {
        spans.add(new Span(kind, out.length(), out.length() + to - from));
        out.append(text, from, to);
    }

    private void newLine(boolean lines, int depth) {
        if (lines) out.append('\n').append("  ".repeat(depth));
    }

    private static boolean isJson(String text) {
        if (text.isBlank()) return false;
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.skipValue();
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    /** Whether it is JSON (RFC 8259). */
    public boolean isJson() {
        return json;
    }

    /** The text. */
    public String text() {
        return out.toString();
    }

    /** Its pieces in order; none where it is no JSON. */
    public List<Span> spans() {
        return spans;
    }
}
