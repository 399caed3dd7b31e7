package dev.holdfast.desktop.model;

import dev.holdfast.desktop.model.Payload.Kind;
import dev.holdfast.desktop.model.Payload.Span;
import java.util.ArrayList;
import java.util.List;

/** A text builder with a bounded number and length of lines. */
final class Lines {
    /** The limit on lines, since a text component lays out all of them at once. */
    static final int MOST_LINES = 500;
    /** The limit on characters, including indentation. */
    static final int MOST_CHARS = 16 << 10;
    /** The limit on a line, which continues in the next line. A text component is slow to break long lines. */
    static final int MOST_WIDTH = 160;

    /** The limit on complex characters. Measuring one is as slow as a line of others. */
    static final int MOST_SHAPED = 1_000;

    private static final int MOST_INDENT = 40;

    private final StringBuilder out = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();
    /** The positions of inserted line breaks, in order. */
    private final List<Integer> broken = new ArrayList<>();

    private int lines = 1;
    private int column;
    private int shaped;
    private boolean full;

    /** Adds a part of a text and returns the end of what fitted. */
    int add(Kind kind, String text, int from, int to) {
        int began = out.length();
        int i = from;
        while (i < to && !full) {
            int size = Character.charCount(text.codePointAt(i));
            if (text.charAt(i) == '\n') end(0);
            else if (column + size > MOST_WIDTH) breakLine();
            if (Letters.isShaped(text.charAt(i)) && ++shaped > MOST_SHAPED) full = true;
            if (full || !fits(size)) break;
            if (text.charAt(i) != '\n') {
                out.append(text, i, i + size);
                column += size;
            }
            i += size;
        }
        if (out.length() > began) spans.add(new Span(kind, began, out.length()));
        return i;
    }

    /** Adds a space. */
    void blank() {
        if (!fits(1)) return;
        out.append(' ');
        column++;
    }

    /** Ends the line and indents the next one. */
    void end(int depth) {
        // Deeper indentation would not be visible in a window.
        int indent = Math.min(MOST_INDENT, 2 * depth);
        if (lines == MOST_LINES || !fits(1 + indent)) {
            full = true;
            return;
        }
        out.append('\n').append(" ".repeat(indent));
        column = indent;
        lines++;
    }

    private void breakLine() {
        int at = out.length();
        end(0);
        if (!full) broken.add(at);
    }

    private boolean fits(int chars) {
        full |= out.length() + chars > MOST_CHARS;
        return !full;
    }

    /** Returns whether something did not fit. */
    boolean isFull() {
        return full;
    }

    String text() {
        return out.toString();
    }

    List<Span> spans() {
        return spans;
    }

    List<Span> find(String wanted, int atMost) {
        StringBuilder whole = new StringBuilder(out);
        for (int i = broken.size() - 1; i >= 0; i--) whole.deleteCharAt(broken.get(i));
        List<Span> found = new ArrayList<>();
        for (int at : TextSearch.find(whole.toString(), wanted, atMost)) {
            found.add(new Span(Kind.TEXT, place(at), place(at + wanted.length() - 1) + 1));
        }
        return found;
    }

    /** Converts a position in the text without inserted line breaks. */
    private int place(int at) {
        int place = at;
        for (int i = 0; i < broken.size() && broken.get(i) <= place; i++) place++;
        return place;
    }
}
