package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Band;
import dev.holdfast.desktop.model.Lane;
import dev.holdfast.desktop.model.Mark;
import dev.holdfast.desktop.model.Outage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.Shape;

/** The painter of one connection: a band for each phase, a strip below it for each outage, and the marks. */
final class LanePainter {
    private static final int BAND = 20;
    private static final int STRIP = 6;
    private static final int ARC = 6;

    private final Graphics2D out;
    private final Palette palette;
    private final TimelineLayout layout;

    LanePainter(Graphics2D out, Palette palette, TimelineLayout layout) {
        this.out = out;
        this.palette = palette;
        this.layout = layout;
    }

    void paint(Lane lane, int top) {
        name(lane, top);
        for (Band band : lane.bands()) {
            if (band.to() >= layout.oldest()) band(band, top);
        }
        countdown(lane, top);
        int room = layout.width();
        for (int i = lane.outages().size() - 1; i >= 0; i--) {
            Outage outage = lane.outages().get(i);
            if (outage.to() < layout.oldest()) break;
            strip(outage, top + BAND + 3, room);
            room = layout.x(outage.from());
        }
        for (Mark mark : lane.marks()) {
            if (mark.nanos() >= layout.oldest()) mark(mark, top);
        }
    }

    private void name(Lane lane, int top) {
        out.setColor(palette.text());
        out.setFont(Theme.strong(12));
        out.drawString(fit(lane.name(), TimelineLayout.GUTTER - 12), 2, top + 12);
        out.setFont(Theme.small());
        out.setColor(palette.faint());
        out.drawString(fit(state(lane), TimelineLayout.GUTTER - 12), 2, top + 27);
    }

    private String state(Lane lane) {
        double left = secondsLeft(lane);
        if (left > 0) return "attempt " + lane.attempt() + " in " + TimelineView.seconds(left);
        return switch (lane.phase()) {
            case ATTEMPT -> "attempt " + lane.attempt() + " in progress";
            default -> lane.phase().words();
        };
    }

    private double secondsLeft(Lane lane) {
        long next = lane.nextAttempt();
        return next == Band.OPEN ? 0 : Math.max(0, (next - layout.now()) / 1e9);
    }

    private void band(Band band, int top) {
        int from = layout.x(band.from());
        int to = Math.max(from + 2, layout.x(band.to()));
        out.setColor(palette.phase(band.phase()));
        out.fillRoundRect(from, top, to - from, BAND, ARC, ARC);
        String text =
                band.note().isEmpty() ? band.phase().words() : band.phase().words() + " · " + band.note();
        if (band.phase() == Band.Phase.ATTEMPT) text = band.note();
        if (band.phase() == Band.Phase.CONNECTED) text = band.phase().words();
        out.setFont(Theme.small());
        int room = to - from - 14;
        if (room < 30) return;
        out.setColor(palette.onPhase(band.phase()));
        out.drawString(fit(text, room), from + 7, top + 14);
    }

    /** Paints the rest of the back-off to the right of the current time. */
    private void countdown(Lane lane, int top) {
        double left = secondsLeft(lane);
        if (left <= 0) return;
        int from = layout.nowX();
        int to = Math.max(from + 2, layout.x(lane.nextAttempt()));
        Shape clip = out.getClip();
        out.clipRect(from, top, to - from, BAND);
        Color colour = palette.phase(Band.Phase.BACK_OFF);
        out.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 70));
        out.fillRect(from, top, to - from, BAND);
        out.setColor(colour);
        out.setStroke(new BasicStroke(1.5f));
        for (int x = from - BAND; x < to; x += 7) out.drawLine(x, top + BAND, x + BAND, top);
        out.setClip(clip);
        out.drawRect(from, top, to - from, BAND - 1);
        out.setColor(palette.text());
        out.setFont(Theme.strong(11));
        out.drawString(TimelineView.seconds(left), from + 4, top + BAND + 13);
    }

    /** @param room the right limit of the text */
    private void strip(Outage outage, int top, int room) {
        int from = layout.x(outage.from());
        int to = Math.max(from + 3, layout.x(outage.to()));
        Outage.Verdict verdict = outage.verdict();
        out.setColor(verdict == null ? palette.pending() : palette.verdict(verdict));
        out.fillRoundRect(from, top, to - from, STRIP, STRIP, STRIP);
        out.setFont(Theme.small());
        if (verdict == null) return;
        String text = fit(words(verdict), room - to - 10);
        FontMetrics metrics = out.getFontMetrics();
        out.drawString(text, to + 5, top + metrics.getAscent() / 2 + 3);
    }

    private static String words(Outage.Verdict verdict) {
        return switch (verdict) {
            case RESUMED -> "resumed, no loss";
            case UNKNOWN -> "unknown";
            case GAP -> "gap: messages lost";
        };
    }

    private void mark(Mark mark, int top) {
        int x = layout.x(mark.nanos());
        out.setColor(palette.mark(mark.kind()));
        int middle = top + BAND / 2;
        switch (mark.kind()) {
            case HEARTBEAT -> out.fillOval(x - 3, middle - 3, 7, 7);
            case GAP -> diamond(x, middle);
            default -> triangle(x, top);
        }
    }

    private void triangle(int x, int top) {
        Polygon shape = new Polygon(new int[] {x - 5, x + 5, x}, new int[] {top - 4, top - 4, top + 4}, 3);
        outlined(shape);
    }

    private void diamond(int x, int middle) {
        outlined(new Polygon(new int[] {x, x + 6, x, x - 6}, new int[] {middle - 8, middle, middle + 8, middle}, 4));
    }

    private void outlined(Shape shape) {
        out.fill(shape);
        out.setStroke(new BasicStroke(1.2f));
        out.setColor(palette.card());
        out.draw(shape);
    }

    private String fit(String text, int room) {
        FontMetrics metrics = out.getFontMetrics();
        String line = Plain.line(text);
        if (metrics.stringWidth(line) <= room) return line;
        int fits = 0;
        int tooLong = line.length();
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) / 2;
            if (metrics.stringWidth(line.substring(0, middle) + "…") <= room) fits = middle;
            else tooLong = middle;
        }
        return fits == 0 ? "" : line.substring(0, fits) + "…";
    }
}
