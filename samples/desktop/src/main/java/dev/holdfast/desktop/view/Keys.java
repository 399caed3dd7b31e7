package dev.holdfast.desktop.view;

import java.awt.AWTKeyStroke;
import java.awt.KeyboardFocusManager;
import java.util.Set;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.SwingConstants;

/** Keyboard and layout helpers for tables and texts. */
final class Keys {
    private Keys() {}

    /** Aligns column headers with the cells' text. */
    static void headersAtTheSide(JTable table) {
        if (table.getTableHeader().getDefaultRenderer() instanceof JLabel label) {
            label.setHorizontalAlignment(SwingConstants.LEADING);
        }
    }

    /** Makes Tab move to the next control, also in tables and texts. */
    static void tabLeaves(JComponent component) {
        component.setFocusTraversalKeys(
                KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, Set.of(AWTKeyStroke.getAWTKeyStroke("TAB")));
        component.setFocusTraversalKeys(
                KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, Set.of(AWTKeyStroke.getAWTKeyStroke("shift TAB")));
    }
}
