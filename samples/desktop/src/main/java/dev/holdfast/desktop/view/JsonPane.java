package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.JsonText;
import dev.holdfast.desktop.model.TextSearch;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.List;
import javax.swing.JTextPane;
import javax.swing.text.BadLocationException;
import javax.swing.text.DefaultHighlighter;
import javax.swing.text.DefaultStyledDocument;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;

/** A payload, laid out and coloured where it is JSON, with what is searched for marked in it. */
final class JsonPane {
    /** More would keep the event thread busy: the rest is in the export. */
    private static final int MOST_CHARS = 128 << 10;
    /** More colours as well. */
    private static final int MOST_SPANS = 5_000;

    private static final int MOST_FOUND = 500;

    private final Theme theme;
    private final JTextPane pane = new JTextPane();
    private JsonText json = JsonText.pretty("");
    private String wanted = "";
    private List<Integer> found = List.of();
    private int current;

    JsonPane(Theme theme) {
        this.theme = theme;
        pane.setEditable(false);
        pane.getAccessibleContext().setAccessibleName("Payload");
        pane.getCaret().setVisible(true);
        Keys.tabLeaves(pane);
    }

    JTextPane pane() {
        return pane;
    }

    void show(String payload) {
        json = JsonText.pretty(payload.length() <= MOST_CHARS ? payload : payload.substring(0, MOST_CHARS));
        draw();
        if (payload.length() > MOST_CHARS) {
            insert("\n… the first " + MOST_CHARS + " of " + payload.length() + " characters; the export has them all");
        }
        search(wanted);
    }

    /** In the colours of now. */
    void draw() {
        DefaultStyledDocument document = new DefaultStyledDocument();
        Palette palette = theme.palette();
        try {
            document.insertString(0, json.text(), style(palette.text()));
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
        List<JsonText.Span> spans = json.spans();
        for (JsonText.Span span : spans.subList(0, Math.min(spans.size(), MOST_SPANS))) {
            document.setCharacterAttributes(
                    span.from(), span.to() - span.from(), style(palette.json(span.kind())), true);
        }
        pane.setDocument(document);
        pane.setCaretPosition(0);
        highlight();
    }

    private static SimpleAttributeSet style(Color colour) {
        SimpleAttributeSet style = new SimpleAttributeSet();
        StyleConstants.setFontFamily(style, Theme.mono(12).getFamily());
        StyleConstants.setFontSize(style, 12);
        StyleConstants.setForeground(style, colour);
        return style;
    }

    private void insert(String note) {
        try {
            pane.getDocument()
                    .insertString(
                            pane.getDocument().getLength(),
                            note,
                            style(theme.palette().faint()));
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Marks a text wherever it is, and goes to the first. */
    void search(String text) {
        wanted = text;
        found = TextSearch.find(json.text(), text, MOST_FOUND);
        current = 0;
        highlight();
    }

    /** Goes to the next place, or before; round and round. */
    void next(int step) {
        if (found.isEmpty()) return;
        current = Math.floorMod(current + step, found.size());
        highlight();
    }

    /** Such as "2 of 5"; empty while nothing is searched for. */
    String position() {
        if (wanted.isEmpty()) return "";
        return found.isEmpty() ? "none here" : (current + 1) + " of " + found.size() + " here";
    }

    private void highlight() {
        var highlighter = pane.getHighlighter();
        highlighter.removeAllHighlights();
        try {
            for (int i = 0; i < found.size(); i++) {
                Color colour = i == current
                        ? theme.palette().foundHere()
                        : theme.palette().found();
                int at = found.get(i);
                highlighter.addHighlight(
                        at, at + wanted.length(), new DefaultHighlighter.DefaultHighlightPainter(colour));
            }
            if (!found.isEmpty()) {
                Rectangle2D place = pane.modelToView2D(found.get(current));
                if (place != null) pane.scrollRectToVisible(new Rectangle(place.getBounds()));
            }
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
    }
}
