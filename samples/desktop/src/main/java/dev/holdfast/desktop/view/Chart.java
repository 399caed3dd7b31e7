package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Point;
import dev.holdfast.desktop.model.Series;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;

/** The component that shows the newest {@link ChartPicture}. */
@SuppressWarnings("serial") // never written
final class Chart extends JPanel {
    private final Theme theme;
    private final Newest pictures;
    private boolean picked;
    private boolean drawable;
    private @Nullable BufferedImage picture;

    /** @param painter draws one picture at a time */
    Chart(Theme theme, Executor painter) {
        this.theme = theme;
        pictures = new Newest(painter);
        // The background need not be redrawn with each picture.
        setOpaque(true);
        setPreferredSize(new Dimension(300, 150));
        getAccessibleContext().setAccessibleName("Chart of the selected fields over the last minute");
    }

    void frame(Series series, long nowNanos) {
        Map<Field, List<Point>> values = new LinkedHashMap<>();
        for (Field field : series.shown()) {
            values.put(field, series.values(field, nowNanos - ChartPicture.WINDOW_NANOS));
        }
        picked = !values.isEmpty();
        boolean any = values.values().stream().anyMatch(points -> points.size() > 1);
        drawable = any && getWidth() > 0 && getHeight() > 0;
        if (!drawable) {
            picture = null;
            repaint();
            return;
        }
        ChartPicture next =
                new ChartPicture(values, nowNanos, theme.palette(), getWidth(), getHeight(), Theme.scale(this));
        pictures.run(() -> {
            BufferedImage drawn = next.draw();
            SwingUtilities.invokeLater(() -> take(drawn));
        });
    }

    private void take(BufferedImage drawn) {
        if (!drawable) return;
        picture = drawn;
        repaint();
    }

    @Override
    protected void paintComponent(Graphics g) {
        g.setColor(theme.palette().card());
        g.fillRect(0, 0, getWidth(), getHeight());
        BufferedImage drawn = picture;
        if (drawn != null) {
            double scale = Theme.scale(this);
            g.drawImage(drawn, 0, 0, (int) (drawn.getWidth() / scale), (int) (drawn.getHeight() / scale), null);
            return;
        }
        ((Graphics2D) g).setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(theme.palette().faint());
        g.setFont(Theme.small());
        g.drawString(picked ? "Waiting for values…" : "Select a field on the left.", 12, 24);
    }
}
