package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Letters;
import javax.swing.JComponent;

/** The display of text from servers and users. */
final class Plain {
    /** The limit on a line. More is not visible and slow to measure. */
    private static final int MOST_SHOWN = 300;
    /** The limit on complex characters, since tables measure text with each frame. */
    private static final int MOST_SHAPED = 60;

    private Plain() {}

    /**
     * Disables HTML in a component and returns it. Otherwise Swing renders a text that starts with {@code <html>} as a
     * page and loads its images.
     */
    static <C extends JComponent> C text(C component) {
        component.putClientProperty("html.disable", true);
        return component;
    }

    /** Returns a text shortened for one line. */
    static String line(String text) {
        int shaped = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Letters.isShaped(text.charAt(i))) shaped++;
            if (i == MOST_SHOWN || shaped > MOST_SHAPED) return text.substring(0, i) + "…";
        }
        return text;
    }
}
