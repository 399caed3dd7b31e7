package dev.holdfast.desktop.model;

import java.util.List;
import java.util.Locale;

/**
 * A payload for display: JSON is indented, other text is unchanged. The number and length of lines are bounded to keep
 * the text component fast; {@link #note()} states what is cut. Only whitespace is added: numbers, escapes and duplicate
 * members stay as the server wrote them.
 *
 * <p>Create it off the event thread, since the whole payload is parsed to detect JSON.
 */
public final class Payload {
    /** The kind of a span. */
    public enum Kind {
        NAME,
        STRING,
        NUMBER,
        /** true, false, null. */
        WORD,
        /** Braces, brackets, colons, commas. */
        MARK,
        /** Text that is not JSON. */
        TEXT
    }

    /** A part of the text. */
    public record Span(Kind kind, int from, int to) {}

    private final Lines lines = new Lines();
    private final boolean json;
    private final String note;

    private Payload(String text) {
        json = JsonTokens.isJson(text);
        int taken = json ? layOut(text) : lines.add(Kind.TEXT, text, 0, text.length());
        note = lines.isFull()
                ? String.format(
                        Locale.ROOT,
                        "Showing the first %,d of %,d characters; the export contains all of them.",
                        taken,
                        text.length())
                : "";
    }

    /** Returns the layout of a payload. */
    public static Payload of(String text) {
        return new Payload(text);
    }

    /** Lays out JSON and returns the number of characters that fitted. */
    private int layOut(String text) {
        JsonTokens tokens = new JsonTokens(text);
        boolean opened = false;
        int depth = 0;
        int taken = 0;
        while (!lines.isFull() && tokens.next()) {
            char first = tokens.first();
            if (first == '}' || first == ']') {
                depth--;
                if (!opened) lines.end(depth);
            } else if (opened) lines.end(depth);
            opened = first == '{' || first == '[';
            if (opened) depth++;
            taken = lines.add(kind(tokens), text, tokens.from(), tokens.to());
            if (first == ',') lines.end(depth);
            if (first == ':') lines.blank();
        }
        return taken;
    }

    private static Kind kind(JsonTokens tokens) {
        if (tokens.isMark()) return Kind.MARK;
        if (tokens.first() == '"') return tokens.following() == ':' ? Kind.NAME : Kind.STRING;
        return Character.isLetter(tokens.first()) ? Kind.WORD : Kind.NUMBER;
    }

    /** Returns whether the payload is JSON (RFC 8259). */
    public boolean isJson() {
        return json;
    }

    /** Returns the text. */
    public String text() {
        return lines.text();
    }

    /** Returns the spans of the text, in order. */
    public List<Span> spans() {
        return lines.spans();
    }

    /** Returns a note about the part that is not shown, empty if all of it is. */
    public String note() {
        return note;
    }

    /** Returns the matches of a text, ignoring case and inserted line breaks; at most {@code atMost}. */
    public List<Span> find(String wanted, int atMost) {
        return lines.find(wanted, atMost);
    }
}
