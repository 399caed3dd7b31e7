package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Entry;
import dev.holdfast.desktop.model.History;
import dev.holdfast.desktop.model.Model;
import java.awt.Dimension;
import java.util.List;
import java.util.concurrent.Executor;
import javax.swing.BorderFactory;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/** The list of the newest messages, the selected message in full, and a search. */
final class Inspector {
    private static final int MOST_LISTED = 200;
    private static final int FRAMES_BETWEEN_LISTS = 5;
    private static final int FRAMES_BETWEEN_PAYLOADS = 20;

    private final Executor background;
    private final MessageTable messages;
    private final PayloadPane payload;
    private final JTextField search = new JTextField(18);
    private final JLabel position = new JLabel(" ");
    private final JCheckBox follow = new JCheckBox("Follow newest", true);
    private final JSplitPane split;
    private long frames;
    private boolean asked;
    private boolean searching;

    /** @param background searches messages and lays out payloads */
    Inspector(Theme theme, Executor background) {
        this.background = background;
        payload = new PayloadPane(theme, background, this::positioned);
        messages = new MessageTable(theme, this::selected);
        search.putClientProperty("JTextField.placeholderText", "Search messages");
        search.putClientProperty("JTextField.showClearButton", true);
        search.setMaximumSize(search.getPreferredSize());
        search.getAccessibleContext().setAccessibleName("Search messages");
        position.setFont(Theme.small());
        position.setPreferredSize(new Dimension(90, 20));
        position.setMaximumSize(position.getPreferredSize());
        follow.setMnemonic('W');
        follow.setOpaque(false);
        follow.setToolTipText("Show the newest messages; selecting one stops the list");
        search.getDocument().addDocumentListener(new Changes());
        search.addActionListener(event -> next(1));
        bind("shift ENTER", () -> next(-1));
        bind("ESCAPE", () -> search.setText(""));
        JScrollPane left = new JScrollPane(messages.table());
        left.setBorder(BorderFactory.createEmptyBorder());
        split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, left, payload.panel());
        split.setResizeWeight(0.58);
        split.setDividerLocation(700);
        split.setDividerSize(8);
        split.setOpaque(false);
        split.setBorder(BorderFactory.createEmptyBorder());
    }

    private void bind(String key, Runnable action) {
        search.getInputMap().put(KeyStroke.getKeyStroke(key), key);
        search.getActionMap().put(key, new Command(key, 'x', null, action));
    }

    JSplitPane split() {
        return split;
    }

    JTextField search() {
        return search;
    }

    JLabel position() {
        return position;
    }

    JCheckBox follow() {
        return follow;
    }

    MessageTable messages() {
        return messages;
    }

    PayloadPane payload() {
        return payload;
    }

    /** Goes to the next or previous match. */
    void next(int step) {
        payload.next(step);
        positioned();
    }

    /** Resets the view for a new feed. */
    void reset() {
        follow.setSelected(true);
        messages.fill(List.of());
        payload.show("");
    }

    private void selected() {
        follow.setSelected(false);
        Entry entry = messages.selected();
        if (entry != null) payload.show(entry.text());
    }

    private void positioned() {
        position.setText(payload.position());
    }

    void frame(Model model) {
        frames++;
        boolean list = follow.isSelected() && frames % FRAMES_BETWEEN_LISTS == 0;
        if (!list && !asked) return;
        String text = search.getText();
        if (text.isEmpty()) {
            asked = false;
            filled(model.history().newest(MOST_LISTED));
        } else if (!searching) {
            asked = false;
            searching = true;
            List<Entry> all = model.history().all();
            background.execute(() -> {
                List<Entry> found = History.search(all, MOST_LISTED, text);
                SwingUtilities.invokeLater(() -> {
                    searching = false;
                    if (search.getText().equals(text)) filled(found);
                });
            });
        }
    }

    private void filled(List<Entry> entries) {
        messages.fill(entries);
        Entry first = messages.first();
        boolean nothingToKeep = messages.selected() == null && frames % FRAMES_BETWEEN_PAYLOADS == 0;
        if (first != null && follow.isSelected() && nothingToKeep) payload.show(first.text());
    }

    private final class Changes implements DocumentListener {
        private void changed() {
            asked = true;
            payload.search(search.getText());
            positioned();
        }

        @Override
        public void insertUpdate(DocumentEvent event) {
            changed();
        }

        @Override
        public void removeUpdate(DocumentEvent event) {
            changed();
        }

        @Override
        public void changedUpdate(DocumentEvent event) {
            changed();
        }
    }
}
