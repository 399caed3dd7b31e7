package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Entry;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.jspecify.annotations.Nullable;

/** The table of messages, newest first. */
final class MessageTable {
    private static final String[] COLUMNS = {"Time", "Topic", "Id", "Message"};
    private static final int[] WIDTHS = {112, 84, 124, 400};
    private static final int MESSAGE = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final Rows rows = new Rows();
    private final JTable table = new JTable(rows);
    private boolean filling;

    /** @param selected runs when the user selects a row, not when rows change */
    MessageTable(Theme theme, Runnable selected) {
        table.getAccessibleContext().setAccessibleName("Messages");
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.getTableHeader().setReorderingAllowed(false);
        table.setDefaultRenderer(Object.class, new Cells(theme));
        for (int i = 0; i < WIDTHS.length; i++) {
            var column = table.getColumnModel().getColumn(i);
            column.setPreferredWidth(WIDTHS[i]);
            if (i != MESSAGE) column.setMaxWidth(2 * WIDTHS[i]);
        }
        table.getSelectionModel().addListSelectionListener(event -> {
            if (!filling && !event.getValueIsAdjusting() && table.getSelectedRow() >= 0) selected.run();
        });
        Keys.tabLeaves(table);
        Keys.headersAtTheSide(table);
    }

    JTable table() {
        return table;
    }

    /** Shows these messages. The selection is kept if it is among them. */
    void fill(List<Entry> entries) {
        Entry before = selected();
        filling = true;
        try {
            boolean grown = rows.rows.size() != entries.size();
            rows.rows = entries;
            if (grown) rows.fireTableDataChanged();
            else if (!entries.isEmpty()) rows.fireTableRowsUpdated(0, entries.size() - 1);
            int at = before == null ? -1 : entries.indexOf(before);
            if (at >= 0) table.setRowSelectionInterval(at, at);
            else table.clearSelection();
        } finally {
            filling = false;
        }
    }

    @Nullable
    Entry selected() {
        int row = table.getSelectedRow();
        return row < 0 || row >= rows.rows.size() ? null : rows.rows.get(row);
    }

    @Nullable
    Entry first() {
        return rows.rows.isEmpty() ? null : rows.rows.get(0);
    }

    @SuppressWarnings("serial") // never written
    private static final class Rows extends AbstractTableModel {
        private List<Entry> rows = List.of();

        @Override
        public int getRowCount() {
            return rows.size();
        }

        @Override
        public int getColumnCount() {
            return COLUMNS.length;
        }

        @Override
        public String getColumnName(int column) {
            return COLUMNS[column];
        }

        @Override
        public @Nullable Object getValueAt(int row, int column) {
            Entry entry = rows.get(row);
            return switch (column) {
                case 0 -> TIME.format(Instant.ofEpochMilli(entry.millis()));
                case 1 -> entry.topic().isEmpty() ? "(the feed)" : Plain.line(entry.topic());
                case 2 -> entry.id() == null ? null : Plain.line(entry.id());
                default -> Plain.line(entry.text());
            };
        }
    }

    @SuppressWarnings("serial") // never written
    private static final class Cells extends DefaultTableCellRenderer {
        private final Theme theme;

        Cells(Theme theme) {
            this.theme = theme;
            Plain.text(this);
        }

        @Override
        public java.awt.Component getTableCellRendererComponent(
                JTable table, @Nullable Object value, boolean selected, boolean focused, int row, int column) {
            super.getTableCellRendererComponent(table, value, selected, false, row, column);
            if (column != 1) setFont(Theme.mono(12));
            if (!selected) {
                boolean plain = column == 1 || column == MESSAGE;
                setForeground(plain ? theme.palette().text() : theme.palette().faint());
            }
            return this;
        }
    }
}
