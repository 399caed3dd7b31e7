package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Secrets;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.DefaultCellEditor;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.DefaultTableModel;
import javax.swing.table.TableCellEditor;

/** The dialog for a token and headers. They are kept until the program ends and never saved. */
final class HeadersDialog {
    private static final int LINES = 4;

    private final JPanel panel = new JPanel(new BorderLayout(0, 8));
    private final JPasswordField token = new JPasswordField(32);
    private final DefaultTableModel lines = new DefaultTableModel(new Object[] {"Header", "Value"}, 0);
    private final JTable table = new JTable(lines);

    HeadersDialog(Secrets secrets) {
        token.setText(secrets.token());
        token.getAccessibleContext().setAccessibleName("Bearer token");
        JLabel label = new JLabel("Bearer token");
        label.setDisplayedMnemonic('B');
        label.setLabelFor(token);
        JPanel top = new JPanel(new BorderLayout(8, 0));
        top.add(label, BorderLayout.WEST);
        top.add(token, BorderLayout.CENTER);
        secrets.headers().forEach((name, value) -> lines.addRow(new Object[] {name, value}));
        while (lines.getRowCount() < LINES) lines.addRow(new Object[] {"", ""});
        table.getAccessibleContext().setAccessibleName("Headers");
        table.putClientProperty("terminateEditOnFocusLost", true);
        table.getColumnModel().getColumn(1).setCellRenderer(new Masked());
        table.getColumnModel().getColumn(1).setCellEditor(new ValueEditor());
        table.changeSelection(0, 0, false, false);
        Keys.tabLeaves(table);
        JScrollPane scroll = new JScrollPane(table);
        scroll.setPreferredSize(new Dimension(420, 150));
        scroll.setBorder(BorderFactory.createTitledBorder("Headers of every request"));
        JButton more = new JButton("Add row");
        more.setMnemonic('A');
        more.addActionListener(event -> lines.addRow(new Object[] {"", ""}));
        JPanel bottom = new JPanel(new BorderLayout());
        bottom.add(new JLabel("Sent only to the next server you connect to. Never saved."), BorderLayout.WEST);
        bottom.add(more, BorderLayout.EAST);
        panel.add(top, BorderLayout.NORTH);
        panel.add(scroll, BorderLayout.CENTER);
        panel.add(bottom, BorderLayout.SOUTH);
    }

    JComponent panel() {
        return panel;
    }

    /** Shows the dialog. Returns false if the user cancelled it. */
    boolean ask(Component parent) {
        int answer = JOptionPane.showConfirmDialog(
                parent, panel, "Headers", JOptionPane.OK_CANCEL_OPTION, JOptionPane.PLAIN_MESSAGE);
        TableCellEditor editor = table.getCellEditor();
        if (editor != null) editor.stopCellEditing();
        return answer == JOptionPane.OK_OPTION;
    }

    String token() {
        return new String(token.getPassword()).strip();
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < lines.getRowCount(); i++) {
            String name = String.valueOf(lines.getValueAt(i, 0)).strip();
            if (!name.isEmpty()) headers.put(name, String.valueOf(lines.getValueAt(i, 1)));
        }
        return headers;
    }

    private static boolean isSecret(JTable table, int row) {
        return SecretNames.isSecret(String.valueOf(table.getValueAt(row, 0)));
    }

    @SuppressWarnings("serial") // never written
    private static final class Masked extends DefaultTableCellRenderer {
        @Override
        public Component getTableCellRendererComponent(
                JTable table, Object value, boolean selected, boolean focused, int row, int column) {
            Object shown = isSecret(table, row) && !String.valueOf(value).isEmpty() ? "••••••••" : value;
            return super.getTableCellRendererComponent(table, shown, selected, focused, row, column);
        }
    }

    @SuppressWarnings("serial") // never written
    private static final class ValueEditor extends DefaultCellEditor {
        private final JPasswordField field;

        ValueEditor() {
            this(new JPasswordField());
        }

        private ValueEditor(JPasswordField field) {
            super(field);
            this.field = field;
        }

        @Override
        public Component getTableCellEditorComponent(
                JTable table, Object value, boolean selected, int row, int column) {
            field.setEchoChar(isSecret(table, row) ? '•' : (char) 0);
            return super.getTableCellEditorComponent(table, value, selected, row, column);
        }
    }
}
