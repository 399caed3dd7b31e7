package dev.holdfast.desktop.view;

import java.awt.AWTKeyStroke;
import java.awt.KeyboardFocusManager;
import java.util.Set;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.SwingConstants;

/** Manners of tables and texts. */
final class Keys {
    private Keys() {}

    /** Where the cells' texts begin, and not in the middle. */
    static void headersAtTheSide(JTable table) {
        if (table.getTableHeader().getDefaultRenderer() instanceof JLabel label) {
            label.setHorizontalAlignment(SwingConstants.LEADING);
        }
    }

    /** Tab goes on to the next control, also from tables and texts, which would keep it for themselves. */
    static void tabLeaves(JComponent component) {
        component.setFocusTraversalKeys(
                KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, Set.of(AWTKeyStroke.getAWTKeyStroke("TAB")));
        component.setFocusTraversalKeys(
                KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, Set.of(AWTKeyStroke.getAWTKeyStroke("shift TAB")));
    }
}
