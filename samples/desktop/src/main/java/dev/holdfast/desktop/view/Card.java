package dev.holdfast.desktop.view;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** A panel with rounded corners and a title. */
@SuppressWarnings("serial") // never written
final class Card extends JPanel {
    private static final int ARC = 14;

    private final Theme theme;

    Card(Theme theme, String title, JComponent content, Component... besideTitle) {
        super(new BorderLayout(0, 6));
        this.theme = theme;
        setOpaque(false);
        setBorder(BorderFactory.createEmptyBorder(10, 12, 10, 12));
        JPanel head = new JPanel();
        head.setLayout(new BoxLayout(head, BoxLayout.X_AXIS));
        head.setOpaque(false);
        JLabel label = new JLabel(title);
        label.setFont(Theme.strong(13));
        label.setLabelFor(content);
        head.add(label);
        head.add(Box.createHorizontalStrut(12));
        head.add(Box.createHorizontalGlue());
        for (Component each : besideTitle) {
            head.add(each);
            head.add(Box.createHorizontalStrut(6));
        }
        add(head, BorderLayout.NORTH);
        add(content, BorderLayout.CENTER);
    }

    @Override
    protected void paintComponent(Graphics g) {
        Graphics2D smooth = (Graphics2D) g.create();
        smooth.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        smooth.setColor(theme.palette().card());
        smooth.fillRoundRect(0, 0, getWidth() - 1, getHeight() - 1, ARC, ARC);
        smooth.setColor(theme.palette().line());
        smooth.drawRoundRect(0, 0, getWidth() - 1, getHeight() - 1, ARC, ARC);
        smooth.dispose();
    }
}
