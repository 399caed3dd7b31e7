package dev.holdfast.desktop.view;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTextField;

/** The layout of the window. */
final class Layout {
    private Layout() {}

    static JPanel all(JComponent top, JComponent content, JComponent status) {
        JPanel all = new JPanel(new BorderLayout(0, 8));
        all.setBorder(BorderFactory.createEmptyBorder(8, 10, 2, 10));
        all.add(top, BorderLayout.NORTH);
        all.add(content, BorderLayout.CENTER);
        all.add(status, BorderLayout.SOUTH);
        return all;
    }

    static JPanel top(AddressBar address, Commands commands) {
        JPanel tools = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        tools.setOpaque(false);
        tools.add(button(commands.pause, Glyph.PAUSE));
        tools.add(button(commands.reconnect, Glyph.RECONNECT));
        tools.add(button(commands.cut, Glyph.CUT));
        tools.add(button(commands.export, Glyph.EXPORT));
        tools.add(button(commands.dark, Glyph.MOON));
        JPanel top = new JPanel();
        top.setOpaque(false);
        top.setLayout(new BoxLayout(top, BoxLayout.Y_AXIS));
        address.panel().setAlignmentX(0);
        tools.setAlignmentX(0);
        top.add(address.panel());
        top.add(Box.createVerticalStrut(8));
        top.add(tools);
        return top;
    }

    static JButton button(Command command, Icon icon) {
        JButton button = new JButton(command);
        button.setIcon(icon);
        button.setIconTextGap(6);
        return button;
    }

    static Card subscriptions(Theme theme, JComponent table, JTextField topic, Command add) {
        JLabel label = new JLabel("Topic");
        label.setDisplayedMnemonic('O');
        label.setLabelFor(topic);
        topic.getAccessibleContext().setAccessibleName("Topic to subscribe to");
        topic.setMaximumSize(topic.getPreferredSize());
        topic.addActionListener(add);
        return new Card(theme, "Subscriptions", scroll(table), label, topic, new JButton(add));
    }

    static JScrollPane scroll(JComponent content) {
        JScrollPane scroll = new JScrollPane(content);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getViewport().setOpaque(false);
        scroll.setOpaque(false);
        scroll.getVerticalScrollBar().setUnitIncrement(16);
        return scroll;
    }

    static JSplitPane split(int orientation, JComponent first, JComponent second, double share) {
        JSplitPane split = new JSplitPane(orientation, true, first, second);
        split.setResizeWeight(share);
        split.setDividerSize(8);
        split.setOpaque(false);
        split.setBorder(BorderFactory.createEmptyBorder());
        return split;
    }
}
