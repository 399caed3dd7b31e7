package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Entry;
import dev.holdfast.desktop.model.TopicRow;
import dev.holdfast.desktop.model.TopicStatus;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import javax.swing.JTable;
import javax.swing.JToolTip;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.jspecify.annotations.Nullable;

/** The table of subscriptions. */
final class TopicTable {
    private static final String[] COLUMNS = {"Topic", "Last value", "Rate", "Lag", "Cursor", "State"};
    private static final int[] WIDTHS = {80, 204, 66, 60, 118, 138};
    private static final int RATE = 2;
    private static final int LAG = 3;
    private static final int CURSOR = 4;
    private static final int STATE = 5;

    private final Rows rows = new Rows();
    private final JTable table = new Table(rows);
    private final Theme theme;

    TopicTable(Theme theme) {
        this.theme = theme;
        table.getAccessibleContext().setAccessibleName("Subscriptions");
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.getTableHeader().setReorderingAllowed(false);
        table.setDefaultRenderer(Object.class, new Cells());
        for (int i = 0; i < WIDTHS.length; i++) {
            table.getColumnModel().getColumn(i).setPreferredWidth(WIDTHS[i]);
        }
        Keys.tabLeaves(table);
        Keys.headersAtTheSide(table);
    }

    JTable table() {
        return table;
    }

    void frame(List<TopicRow> now) {
        String selected = selected();
        boolean others = !now.stream()
                .map(TopicRow::topic)
                .toList()
                .equals(rows.rows.stream().map(TopicRow::topic).toList());
        rows.rows = now;
        if (others) {
            rows.fireTableDataChanged();
            select(selected);
        } else if (!now.isEmpty()) rows.fireTableRowsUpdated(0, now.size() - 1);
    }

    /** Returns the topic of the selected row, or null. */
    @Nullable
    String selected() {
        int row = table.getSelectedRow();
        return row < 0 || row >= rows.rows.size() ? null : rows.rows.get(row).topic();
    }

    private void select(@Nullable String topic) {
        for (int i = 0; i < rows.rows.size(); i++) {
            if (rows.rows.get(i).topic().equals(topic)) table.setRowSelectionInterval(i, i);
        }
    }

    @SuppressWarnings("serial") // never written
    private static final class Rows extends AbstractTableModel {
        private List<TopicRow> rows = List.of();

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
        public Object getValueAt(int row, int column) {
            TopicRow of = rows.get(row);
            return switch (column) {
                case 0 -> of.topic().isEmpty() ? "(the feed)" : Plain.line(of.topic());
                case 1 -> value(of.newest());
                case RATE -> String.format(Locale.ROOT, of.perSecond() < 100 ? "%.1f/s" : "%,.0f/s", of.perSecond());
                case LAG -> of.newest() == null ? "" : of.lag().toMillis() + " ms";
                case CURSOR ->
                    of.status().cursor() == null ? "" : Plain.line(of.status().cursor());
                default -> state(of.status());
            };
        }

        private static String value(@Nullable Entry newest) {
            return newest == null ? "" : Plain.line(newest.text());
        }

        private static String state(TopicStatus status) {
            String word = status.state().name().toLowerCase(Locale.ROOT);
            return status.gaps() == 0 ? word : word + ", " + status.gaps() + (status.gaps() == 1 ? " gap" : " gaps");
        }
    }

    @SuppressWarnings("serial") // never written
    private static final class Table extends JTable {
        Table(Rows rows) {
            super(rows);
        }

        @Override
        public JToolTip createToolTip() {
            return Plain.text(super.createToolTip());
        }
    }

    @SuppressWarnings("serial") // never written
    private final class Cells extends DefaultTableCellRenderer {
        Cells() {
            Plain.text(this);
        }

        @Override
        public Component getTableCellRendererComponent(
                JTable table, Object value, boolean selected, boolean focused, int row, int column) {
            super.getTableCellRendererComponent(table, value, selected, false, row, column);
            setHorizontalAlignment(column == RATE || column == LAG ? SwingConstants.RIGHT : SwingConstants.LEFT);
            if (column == 1 || column == CURSOR) setFont(Theme.mono(12));
            if (column == 0) setFont(getFont().deriveFont(Font.BOLD));
            if (!selected) setForeground(colour(rows.rows.get(row), column));
            setToolTipText(column == CURSOR || column == STATE ? String.valueOf(value) : null);
            return this;
        }

        private Color colour(TopicRow row, int column) {
            Palette palette = theme.palette();
            if (column == 1 || column == CURSOR) return palette.faint();
            if (column != STATE) return palette.text();
            if (row.status().gaps() > 0) return palette.bad();
            return switch (row.status().state()) {
                case SUBSCRIBED -> palette.phase(dev.holdfast.desktop.model.Band.Phase.CONNECTED);
                case WAITING, SUBSCRIBING -> palette.phase(dev.holdfast.desktop.model.Band.Phase.ATTEMPT);
                case UNSUBSCRIBED -> palette.faint();
                case ENDED -> palette.bad();
            };
        }
    }
}
