package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Flow;
import dev.holdfast.desktop.model.Mark;
import dev.holdfast.desktop.model.Timeline;
import java.awt.BasicStroke;
import java.awt.Graphics2D;

/** The painter of the message bars, the axis, the current time and the disconnects by the demo server. */
final class FlowPainter {
    private static final BasicStroke DASHES =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {3, 3}, 0);

    private final Graphics2D out;
    private final Palette palette;
    private final TimelineLayout layout;

    FlowPainter(Graphics2D out, Palette palette, TimelineLayout layout) {
        this.out = out;
        this.palette = palette;
        this.layout = layout;
    }

    void paint(Timeline timeline, int lanes) {
        axis(lanes);
        bars(timeline.flow());
        for (Mark cut : timeline.cuts()) cut(cut, lanes);
        int x = layout.nowX();
        out.setColor(palette.faint());
        out.setStroke(new BasicStroke(1f));
        out.drawLine(x, TimelineLayout.FLOW_TOP, x, layout.axisY(lanes) - 12);
    }

    private void axis(int lanes) {
        out.setFont(Theme.small());
        int bottom = layout.axisY(lanes);
        int step = Math.max(1, layout.seconds() / 6);
        for (int s = 0; s <= layout.seconds(); s += step) {
            int x = layout.x(layout.now() - s * 1_000_000_000L);
            out.setColor(palette.line());
            out.drawLine(x, TimelineLayout.FLOW_TOP, x, bottom - 12);
            String text = s == 0 ? "now" : "-" + s + " s";
            out.setColor(palette.faint());
            int width = out.getFontMetrics().stringWidth(text);
            out.drawString(text, Math.max(layout.left(), x - width / 2), bottom);
        }
    }

    private void bars(Flow flow) {
        int bottom = TimelineLayout.FLOW_TOP + TimelineLayout.FLOW_HEIGHT;
        long slot = Flow.SLOT_NANOS;
        long first = Math.floorDiv(layout.oldest(), slot) + 1;
        long last = Math.floorDiv(layout.now(), slot);
        long most = 1;
        for (long s = first; s <= last; s++) most = Math.max(most, flow.at(s * slot));
        for (long s = first; s <= last; s++) {
            long count = flow.at(s * slot);
            if (count == 0) continue;
            // Square root scale, so that a burst does not flatten the other bars.
            int height = (int) Math.max(2, Math.sqrt((double) count / most) * (TimelineLayout.FLOW_HEIGHT - 14));
            int from = layout.x(s * slot);
            int to = Math.min(layout.nowX(), layout.x((s + 1) * slot));
            out.setColor(flow.isCatchUp(s * slot) ? palette.catchUp() : palette.flow());
            out.fillRect(from, bottom - height, Math.max(1, to - from - 1), height);
        }
        out.setColor(palette.text());
        out.setFont(Theme.strong(12));
        out.drawString("messages", 2, bottom - 22);
        out.setColor(palette.faint());
        out.setFont(Theme.small());
        out.drawString("max " + most + " in ¼ s", 2, bottom - 7);
    }

    private void cut(Mark cut, int lanes) {
        if (cut.nanos() < layout.oldest()) return;
        int x = layout.x(cut.nanos());
        out.setColor(palette.mark(Mark.Kind.CUT));
        out.setStroke(DASHES);
        out.drawLine(x, TimelineLayout.FLOW_TOP + 2, x, layout.axisY(lanes) - 14);
        out.setFont(Theme.strong(10));
        out.drawString("cut", x + 3, TimelineLayout.FLOW_TOP + 9);
    }
}
