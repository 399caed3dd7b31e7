package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Band;
import dev.holdfast.desktop.model.Mark;
import dev.holdfast.desktop.model.Outage;
import java.awt.Color;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.function.Function;
import javax.swing.Icon;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** The legend of the timeline's colours. */
final class Legend {
    private final Theme theme;
    private final JPanel panel = new JPanel(new FlowLayout(FlowLayout.RIGHT, 11, 0));

    Legend(Theme theme) {
        this.theme = theme;
        panel.setOpaque(false);
        for (Band.Phase phase : Band.Phase.values()) {
            add(phase.words(), palette -> palette.phase(phase), false);
        }
        add("resumed", palette -> palette.verdict(Outage.Verdict.RESUMED), false);
        add("gap", palette -> palette.verdict(Outage.Verdict.GAP), false);
        add("unknown", palette -> palette.verdict(Outage.Verdict.UNKNOWN), false);
        add("heartbeat", palette -> palette.mark(Mark.Kind.HEARTBEAT), true);
    }

    JPanel panel() {
        return panel;
    }

    private void add(String words, Function<Palette, Color> colour, boolean round) {
        JLabel label = new JLabel(words, new Swatch(colour, round), JLabel.LEADING);
        label.setFont(Theme.small());
        label.setIconTextGap(5);
        panel.add(label);
    }

    private final class Swatch implements Icon {
        private final Function<Palette, Color> colour;
        private final boolean round;

        Swatch(Function<Palette, Color> colour, boolean round) {
            this.colour = colour;
            this.round = round;
        }

        @Override
        public void paintIcon(Component c, Graphics g, int x, int y) {
            Graphics2D out = (Graphics2D) g.create();
            out.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            out.setColor(colour.apply(theme.palette()));
            if (round) out.fillOval(x + 1, y + 1, 8, 8);
            else out.fillRoundRect(x, y, 10, 10, 4, 4);
            out.dispose();
        }

        @Override
        public int getIconWidth() {
            return 10;
        }

        @Override
        public int getIconHeight() {
            return 10;
        }
    }
}
