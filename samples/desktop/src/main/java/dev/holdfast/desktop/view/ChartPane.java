package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Model;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JCheckBox;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;

/** The list of fields and the chart of the selected ones. */
final class ChartPane {
    private static final int WIDTH = 184;

    private final JPanel panel = new JPanel(new BorderLayout(8, 0));
    private final DefaultListModel<Field> fields = new DefaultListModel<>();
    private final JList<Field> list = new JList<>(fields);
    private final Chart chart;
    private final Theme theme;
    private final Consumer<Field> toggle;
    private List<Field> shown = List.of();

    /**
     * @param painter draws the chart
     * @param toggle shows or hides a field
     */
    ChartPane(Theme theme, Executor painter, Consumer<Field> toggle) {
        this.theme = theme;
        this.toggle = toggle;
        chart = new Chart(theme, painter);
        panel.setOpaque(false);
        list.getAccessibleContext().setAccessibleName("Fields to chart");
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new Boxes());
        // Otherwise the list measures all cells whenever one is added.
        list.setFixedCellWidth(WIDTH - 20);
        list.setFixedCellHeight(22);
        list.setToolTipText("Click or press Space to show a field");
        list.getInputMap().put(KeyStroke.getKeyStroke("SPACE"), "toggle");
        list.getInputMap().put(KeyStroke.getKeyStroke("ENTER"), "toggle");
        list.getActionMap().put("toggle", new Command("Show field", 's', null, () -> toggle(list.getSelectedIndex())));
        list.addMouseListener(new java.awt.event.MouseAdapter() {
            @Override
            public void mouseClicked(java.awt.event.MouseEvent event) {
                toggle(list.locationToIndex(event.getPoint()));
            }
        });
        JScrollPane scroll =
                new JScrollPane(list, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.setPreferredSize(new Dimension(WIDTH, 0));
        panel.add(scroll, BorderLayout.WEST);
        panel.add(chart, BorderLayout.CENTER);
    }

    private void toggle(int index) {
        if (index >= 0 && index < fields.size()) toggle.accept(fields.get(index));
    }

    JPanel panel() {
        return panel;
    }

    JList<Field> list() {
        return list;
    }

    void frame(Model model, long nowNanos) {
        List<Field> now = new ArrayList<>(model.series().shown());
        list(model.series().known());
        if (!now.equals(shown)) {
            shown = now;
            list.repaint();
        }
        chart.frame(model.series(), nowNanos);
    }

    /** Applies only the differences, so that selection and scroll position stay. Both lists are sorted. */
    private void list(List<Field> known) {
        for (int i = 0; i < known.size(); i++) {
            Field field = known.get(i);
            while (i < fields.size() && fields.get(i).compareTo(field) < 0) fields.remove(i);
            if (i == fields.size() || !fields.get(i).equals(field)) fields.add(i, field);
        }
        if (fields.size() > known.size()) fields.removeRange(known.size(), fields.size() - 1);
    }

    @SuppressWarnings("serial") // never written
    private final class Boxes extends DefaultListCellRenderer {
        private final JCheckBox box = Plain.text(new JCheckBox());

        /** Called by the list when the theme changes. */
        @Override
        @SuppressWarnings("UnnecessaryNullCheck") // called by the super constructor before box is set
        public void updateUI() {
            super.updateUI();
            if (box != null) box.updateUI();
        }

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean selected, boolean focused) {
            Component plain = super.getListCellRendererComponent(list, value, index, selected, focused);
            box.setText(String.valueOf(value));
            box.setSelected(value instanceof Field field && shown.contains(field));
            box.setFont(plain.getFont());
            int line = value instanceof Field field ? shown.indexOf(field) : -1;
            box.setForeground(
                    line < 0 || selected
                            ? plain.getForeground()
                            : theme.palette().line(line));
            if (line >= 0) box.setFont(plain.getFont().deriveFont(Font.BOLD));
            box.setBackground(plain.getBackground());
            box.setOpaque(true);
            return box;
        }
    }
}
