package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Payload;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.concurrent.Executor;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextPane;
import javax.swing.SwingUtilities;
import javax.swing.text.BadLocationException;
import javax.swing.text.DefaultHighlighter.DefaultHighlightPainter;

/**
 * The view of a payload, with indented and coloured JSON and highlighted matches. The layout runs in the background.
 * The event thread receives a text of bounded size.
 */
final class PayloadPane {
    private static final int MOST_FOUND = 500;

    private final Theme theme;
    private final Newest layouts;
    private final Runnable changed;
    private final JPanel panel = new JPanel(new BorderLayout());
    private final JTextPane pane = new JTextPane();
    private final JLabel note = new JLabel();
    private String asked = "";
    private long askedNumber;
    private Payload shown = Payload.of("");
    private String wanted = "";
    private List<Payload.Span> found = List.of();
    private int current;

    /**
     * @param background lays out one payload at a time
     * @param changed runs when another payload is shown
     */
    PayloadPane(Theme theme, Executor background, Runnable changed) {
        this.theme = theme;
        this.changed = changed;
        layouts = new Newest(background);
        pane.setEditable(false);
        pane.getAccessibleContext().setAccessibleName("Payload");
        pane.getCaret().setVisible(true);
        Keys.tabLeaves(pane);
        note.setFont(Theme.small());
        note.setBorder(BorderFactory.createEmptyBorder(2, 6, 4, 6));
        note.setVisible(false);
        JScrollPane scroll = new JScrollPane(pane);
        // A scroll bar that appears narrows all lines and forces a new layout.
        scroll.setVerticalScrollBarPolicy(JScrollPane.VERTICAL_SCROLLBAR_ALWAYS);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        panel.setOpaque(false);
        panel.add(note, BorderLayout.NORTH);
        panel.add(scroll, BorderLayout.CENTER);
    }

    JComponent panel() {
        return panel;
    }

    JTextPane pane() {
        return pane;
    }

    /** Returns a note about the part that is not shown, empty if all of it is. */
    String note() {
        return note.isVisible() ? note.getText() : "";
    }

    /** Shows a payload soon, unless a newer one replaces it. */
    void show(String payload) {
        if (payload.equals(asked)) return;
        asked = payload;
        draw();
    }

    /** Draws the payload again with the current colours. */
    void draw() {
        String payload = asked;
        Palette palette = theme.palette();
        long number = ++askedNumber;
        layouts.run(() -> {
            Payload laidOut = Payload.of(payload);
            Sheet sheet = Sheet.of(laidOut, palette);
            SwingUtilities.invokeLater(() -> {
                if (number == askedNumber) take(laidOut, sheet);
            });
        });
    }

    private void take(Payload laidOut, Sheet sheet) {
        shown = laidOut;
        pane.setDocument(sheet);
        pane.setCaretPosition(0);
        note.setText(laidOut.note());
        note.setForeground(theme.palette().faint());
        note.setVisible(!laidOut.note().isEmpty());
        search(wanted);
        changed.run();
    }

    /** Highlights all matches of a text and goes to the first. */
    void search(String text) {
        wanted = text;
        found = shown.find(text, MOST_FOUND);
        current = 0;
        highlight();
    }

    /** Goes to the next or previous match, wrapping around. */
    void next(int step) {
        if (found.isEmpty()) return;
        current = Math.floorMod(current + step, found.size());
        highlight();
    }

    /** Returns the position such as "2 of 5 here", empty without a search. */
    String position() {
        if (wanted.isEmpty()) return "";
        return found.isEmpty() ? "none here" : (current + 1) + " of " + found.size() + " here";
    }

    private void highlight() {
        var highlighter = pane.getHighlighter();
        highlighter.removeAllHighlights();
        try {
            for (int i = 0; i < found.size(); i++) {
                Payload.Span place = found.get(i);
                Color colour = i == current
                        ? theme.palette().foundHere()
                        : theme.palette().found();
                highlighter.addHighlight(place.from(), place.to(), new DefaultHighlightPainter(colour));
            }
            if (!found.isEmpty()) {
                Rectangle2D place = pane.modelToView2D(found.get(current).from());
                if (place != null) pane.scrollRectToVisible(new Rectangle(place.getBounds()));
            }
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
    }
}
