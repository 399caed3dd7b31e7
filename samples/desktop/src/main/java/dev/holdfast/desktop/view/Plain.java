package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Letters;
import javax.swing.JComponent;

/** Texts that servers and users write. */
final class Plain {
    /** More cannot be seen in a line, and takes long to measure. */
    private static final int MOST_SHOWN = 300;
    /** Tables measure anew with each frame. */
    private static final int MOST_SHAPED = 60;

    private Plain() {}

    /**
     * The same component, which shows what it is given letter by letter. Otherwise a text that begins with
     * {@code <html>} is laid out as a page, and its images are fetched from wherever it says.
     */
    static <C extends JComponent> C text(C component) {
        component.putClientProperty("html.disable", true);
        return component;
    }

    /** On one line, and not too long for one. */
    static String line(String text) {
        int shaped = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Letters.isShaped(text.charAt(i))) shaped++;
            if (i == MOST_SHOWN || shaped > MOST_SHAPED) return text.substring(0, i) + "…";
        }
        return text;
    }
}
