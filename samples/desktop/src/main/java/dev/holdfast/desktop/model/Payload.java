package dev.holdfast.desktop.model;

import java.util.List;
import java.util.Locale;

/**
 * A payload as it is shown: JSON laid out for people, anything else as it is. Whatever a server sends, there are at most so
 * many lines, none of them long, so that a text component has little to do; what is cut is said. Only blanks and ends of
 * lines are added: numbers, escapes, and members that come twice stay as the server wrote them.
 *
 * <p>Made away from the event thread: all of a payload is read to know whether it is JSON.
 */
public final class Payload {
    /** What a piece of the text is. */
    public enum Kind {
        NAME,
        STRING,
        NUMBER,
        /** true, false, null. */
        WORD,
        /** Braces, brackets, colons, commas. */
        MARK,
        /** What is no JSON. */
        TEXT
    }

    /** A piece of the text. */
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
                        "The first %,d of %,d characters are shown; the export has them all.",
                        taken,
                        text.length())
                : "";
    }

    /** Lays it out. */
    public static Payload of(String text) {
        return new Payload(text);
    }

    /** How much of it found room. */
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

    /** Whether it is JSON (RFC 8259). */
    public boolean isJson() {
        return json;
    }

    /** The text. */
    public String text() {
        return lines.text();
    }

    /** Its pieces, in order. */
    public List<Span> spans() {
        return lines.spans();
    }

    /** What is not shown; empty where all is. */
    public String note() {
        return note;
    }

    /** Where a text is in what is shown, whatever the case and also across a line that was broken; at most so often. */
    public List<Span> find(String wanted, int atMost) {
        return lines.find(wanted, atMost);
    }
}
