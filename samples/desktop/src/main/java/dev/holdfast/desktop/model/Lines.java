package dev.holdfast.desktop.model;

import dev.holdfast.desktop.model.Payload.Kind;
import dev.holdfast.desktop.model.Payload.Span;
import java.util.ArrayList;
import java.util.List;

/** A text of few and short lines, whatever is added. */
final class Lines {
    /** A text component lays out all of them at once. */
    static final int MOST_LINES = 500;
    /** Blanks at the beginning of lines are among them. */
    static final int MOST_CHARS = 16 << 10;
    /** A longer line goes on in the next one: to find where it may be broken takes a text component long. */
    static final int MOST_WIDTH = 160;

    /** To measure one takes as long as a line of others. */
    static final int MOST_SHAPED = 1_000;

    private static final int MOST_INDENT = 40;

    private final StringBuilder out = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();
    /** Places of line ends that the text itself does not have, in order. */
    private final List<Integer> broken = new ArrayList<>();

    private int lines = 1;
    private int column;
    private int shaped;
    private boolean full;

    /** Adds a part of a text, and says how far it came. */
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

    /** A blank behind what was added last. */
    void blank() {
        if (!fits(1)) return;
        out.append(' ');
        column++;
    }

    /** The line ends, and the next one is so deep. */
    void end(int depth) {
        // What is deeper still could not be seen in a window.
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

    /** Whether something found no room. */
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

    /** Of a place in the text without broken lines. */
    private int place(int at) {
        int place = at;
        for (int i = 0; i < broken.size() && broken.get(i) <= place; i++) place++;
        return place;
    }
}
