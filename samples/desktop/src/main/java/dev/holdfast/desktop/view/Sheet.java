package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Payload;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import javax.swing.text.AttributeSet;
import javax.swing.text.BadLocationException;
import javax.swing.text.DefaultStyledDocument;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;

/** A coloured document of a payload. Filled off the event thread before any component uses it. */
@SuppressWarnings("serial") // never written
final class Sheet extends DefaultStyledDocument {
    /** The name of Swing's property. */
    private static final String DIRECTIONS = "i18n";

    private static final char[] END = {'\n'};

    private Sheet() {}

    static Sheet of(Payload payload, Palette palette) {
        Sheet sheet = new Sheet();
        List<ElementSpec> parts = new ArrayList<>();
        String text = payload.text();
        int done = 0;
        for (Payload.Span span : payload.spans()) {
            sheet.add(parts, text, done, span.from(), style(palette.text()));
            sheet.add(parts, text, span.from(), span.to(), style(palette.json(span.kind())));
            done = span.to();
        }
        try {
            if (!parts.isEmpty()) sheet.insert(0, parts.toArray(new ElementSpec[0]));
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
        // With this property, one Arabic letter makes Swing lay out all lines bidirectionally, a thousand times
        // slower: it takes seconds. Without it, the letters of a word are still joined and in order.
        sheet.putProperty(DIRECTIONS, false);
        return sheet;
    }

    private void add(List<ElementSpec> parts, String text, int from, int to, AttributeSet style) {
        int begin = from;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '\n') continue;
            content(parts, text, begin, i, style);
            parts.add(new ElementSpec(style, ElementSpec.ContentType, END, 0, 1));
            parts.add(new ElementSpec(null, ElementSpec.EndTagType));
            parts.add(new ElementSpec(getParagraphElement(0).getAttributes(), ElementSpec.StartTagType));
            begin = i + 1;
        }
        content(parts, text, begin, to, style);
    }

    private static void content(List<ElementSpec> parts, String text, int from, int to, AttributeSet style) {
        if (from == to) return;
        char[] chars = text.substring(from, to).toCharArray();
        parts.add(new ElementSpec(style, ElementSpec.ContentType, chars, 0, chars.length));
    }

    private static AttributeSet style(Color colour) {
        SimpleAttributeSet style = new SimpleAttributeSet();
        StyleConstants.setFontFamily(style, Theme.mono(12).getFamily());
        StyleConstants.setFontSize(style, 12);
        StyleConstants.setForeground(style, colour);
        return style;
    }
}
