package dev.holdfast.desktop.view;

import javax.swing.JComponent;

/** Texts that servers and users write. */
final class Plain {
    /** More cannot be seen in a line, and takes long to measure. */
    private static final int MOST_SHOWN = 300;

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
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }
}
