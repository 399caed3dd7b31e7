package dev.holdfast.desktop.view;

import java.awt.BasicStroke;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import javax.swing.Icon;

/** The button icons, in the colour of the button's text. */
enum Glyph implements Icon {
    PAUSE {
        @Override
        void draw(Graphics2D out) {
            out.fillRoundRect(3, 2, 4, 12, 2, 2);
            out.fillRoundRect(9, 2, 4, 12, 2, 2);
        }
    },
    RECONNECT {
        @Override
        void draw(Graphics2D out) {
            out.draw(new Arc2D.Double(2.5, 2.5, 11, 11, 60, 270, Arc2D.OPEN));
            out.fill(path(9.5, 0.5, 14.5, 4, 9.5, 7.5));
        }
    },
    CUT {
        @Override
        void draw(Graphics2D out) {
            out.fill(path(9.5, 0.5, 3, 9, 7.2, 9, 6, 15.5, 13, 6.5, 8.6, 6.5));
        }
    },
    EXPORT {
        @Override
        void draw(Graphics2D out) {
            out.drawLine(8, 1, 8, 9);
            out.fill(path(4, 7, 12, 7, 8, 11.5));
            out.drawLine(2, 14, 14, 14);
        }
    },
    MOON {
        @Override
        void draw(Graphics2D out) {
            Area moon = new Area(new Ellipse2D.Double(2, 2, 12, 12));
            moon.subtract(new Area(new Ellipse2D.Double(6, 0, 11, 11)));
            out.fill(moon);
        }
    };

    private static final int SIZE = 16;

    abstract void draw(Graphics2D out);

    private static Path2D path(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) path.lineTo(points[i], points[i + 1]);
        path.closePath();
        return path;
    }

    @Override
    public void paintIcon(Component c, Graphics g, int x, int y) {
        Graphics2D out = (Graphics2D) g.create(x, y, SIZE, SIZE);
        out.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        out.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        out.setStroke(new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        out.setColor(c.getForeground());
        draw(out);
        out.dispose();
    }

    @Override
    public int getIconWidth() {
        return SIZE;
    }

    @Override
    public int getIconHeight() {
        return SIZE;
    }
}
