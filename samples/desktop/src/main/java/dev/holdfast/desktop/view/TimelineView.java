package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Lane;
import dev.holdfast.desktop.model.Timeline;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;
import java.util.Locale;
import javax.swing.JPanel;

/** The timeline, from left to right with the future on the far right: message flow and a lane for each connection. */
@SuppressWarnings("serial") // never written
final class TimelineView extends JPanel {
    private static final int FRAMES_BETWEEN_WORDS = 10;
    private static final int[] WINDOWS = {15, 30, 60, 120, 300};

    private final Theme theme;
    private Timeline timeline = new Timeline(0);
    private long now;
    private long frames;
    private int lanesPainted;
    private int window = 2;

    TimelineView(Theme theme) {
        this.theme = theme;
        // The background need not be redrawn with each frame.
        setOpaque(true);
        getAccessibleContext().setAccessibleName("Timeline of connections");
    }

    void frame(Timeline timeline, long nowNanos) {
        this.timeline = timeline;
        now = nowNanos;
        Dimension wanted =
                new Dimension(300, TimelineLayout.height(timeline.lanes().size()));
        if (!wanted.equals(getPreferredSize())) {
            setPreferredSize(wanted);
            revalidate();
        }
        if (frames++ % FRAMES_BETWEEN_WORDS == 0) {
            String words = describe();
            if (!words.equals(getAccessibleContext().getAccessibleDescription())) {
                getAccessibleContext().setAccessibleDescription(words);
            }
        }
        repaint();
    }

    /** Changes the visible time range. */
    void zoom(int steps) {
        window = Math.max(0, Math.min(WINDOWS.length - 1, window + steps));
        repaint();
    }

    /** Returns the visible seconds. */
    int seconds() {
        return WINDOWS[window];
    }

    /** Returns a description for screen readers. */
    private String describe() {
        StringBuilder words = new StringBuilder();
        for (Lane lane : timeline.lanes()) {
            words.append(lane.name()).append(": ").append(lane.phase().words());
            words.append(", ").append(lane.outages().size()).append(" outages. ");
        }
        return words.toString();
    }

    @Override
    protected void paintComponent(Graphics g) {
        Graphics2D out = (Graphics2D) g.create();
        out.setColor(theme.palette().card());
        out.fillRect(0, 0, getWidth(), getHeight());
        out.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        out.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        out.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        TimelineLayout layout = new TimelineLayout(getWidth(), now, seconds());
        List<Lane> lanes = timeline.lanes();
        new FlowPainter(out, theme.palette(), layout).paint(timeline, lanes.size());
        LanePainter painter = new LanePainter(out, theme.palette(), layout);
        lanesPainted = 0;
        for (int i = 0; i < lanes.size(); i++) {
            // Most lanes may be scrolled out of sight.
            if (!out.hitClip(0, layout.laneTop(i), getWidth(), TimelineLayout.LANE_HEIGHT)) continue;
            painter.paint(lanes.get(i), layout.laneTop(i));
            lanesPainted++;
        }
        out.dispose();
    }

    /** Returns the number of lanes painted last time. */
    int lanesPainted() {
        return lanesPainted;
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
