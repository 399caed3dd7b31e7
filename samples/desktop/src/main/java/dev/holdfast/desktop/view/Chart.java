package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Point;
import dev.holdfast.desktop.model.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.JPanel;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines of the last minute, drawn by XChart. */
@SuppressWarnings("serial") // never written
final class Chart extends JPanel {
    private static final long WINDOW_NANOS = 60_000_000_000L;
    /** A line is not drawn across a time in which nothing came. */
    private static final long HOLE_NANOS = 1_500_000_000;
    /** A field so much smaller than another would be a flat line: it gets the axis on the right. */
    private static final double OTHER_AXIS = 50;

    private record Line(Field field, List<Double> x, List<Double> y, double most) {}

    private final Theme theme;
    private List<Line> lines = List.of();

    Chart(Theme theme) {
        this.theme = theme;
        setOpaque(false);
        setPreferredSize(new Dimension(300, 150));
        getAccessibleContext().setAccessibleName("Chart of the picked fields over the last minute");
    }

    void frame(Series series, long nowNanos) {
        List<Line> now = new ArrayList<>();
        for (Field field : series.shown()) {
            now.add(line(field, series.values(field, nowNanos - WINDOW_NANOS), nowNanos));
        }
        lines = now;
        repaint();
    }

    private static Line line(Field field, List<Point> points, long nowNanos) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        double most = 0;
        long before = Long.MIN_VALUE;
        for (Point point : points) {
            double x = (point.nanos() - nowNanos) / 1e9;
            if (before != Long.MIN_VALUE && point.nanos() - before > HOLE_NANOS) {
                xs.add(x);
                ys.add(Double.NaN);
            }
            xs.add(x);
            ys.add(point.value());
            most = Math.max(most, Math.abs(point.value()));
            before = point.nanos();
        }
        return new Line(field, xs, ys, most);
    }

    @Override
    protected void paintComponent(Graphics g) {
        List<Line> drawable = lines.stream().filter(line -> line.x().size() > 1).toList();
        if (drawable.isEmpty()) {
            ((Graphics2D) g)
                    .setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(theme.palette().faint());
            g.setFont(Theme.small());
            g.drawString(lines.isEmpty() ? "Pick a field on the left." : "Waiting for values…", 12, 24);
            return;
        }
        chart(drawable).paint((Graphics2D) g, getWidth(), getHeight());
    }

    private XYChart chart(List<Line> drawable) {
        XYChart chart = new XYChart(getWidth(), getHeight());
        Palette palette = theme.palette();
        style(chart, palette);
        double most = drawable.stream().mapToDouble(Line::most).max().orElse(0);
        int i = 0;
        for (Line line : drawable) {
            XYSeries series = chart.addSeries(line.field().toString(), line.x(), line.y());
            Color colour = palette.line(i++);
            series.setLineColor(colour);
            series.setLineStyle(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            series.setMarker(SeriesMarkers.NONE);
            boolean small = line.most() > 0 && line.most() * OTHER_AXIS < most;
            if (small) {
                series.setYAxisGroup(1);
                chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
            }
        }
        return chart;
    }

    private static void style(XYChart chart, Palette palette) {
        var styler = chart.getStyler();
        styler.setChartBackgroundColor(palette.card());
        styler.setPlotBackgroundColor(palette.card());
        styler.setPlotBorderVisible(false);
        styler.setChartTitleVisible(false);
        styler.setAxisTitlesVisible(false);
        styler.setPlotGridLinesColor(palette.line());
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setAxisTickLabelsColor(palette.faint());
        styler.setAxisTickMarksColor(palette.line());
        styler.setAxisTickLabelsFont(Theme.small());
        styler.setAxisTicksMarksVisible(false);
        styler.setXAxisMin(-60.0);
        styler.setXAxisMax(0.0);
        styler.setXAxisTickLabelsFormattingFunction(x -> x > -0.5 ? "now" : String.format(Locale.ROOT, "%.0f s", x));
        styler.setYAxisTickLabelsFormattingFunction(Chart::shortNumber);
        // The list of fields has the lines' colours.
        styler.setLegendVisible(false);
        styler.setChartFontColor(palette.text());
        styler.setChartPadding(4);
        styler.setPlotMargin(0);
    }

    /** 12,300,000 as 12.3 M. */
    static String shortNumber(double value) {
        double size = Math.abs(value);
        String[] units = {"", " k", " M", " G", " T", " P"};
        int unit = 0;
        while (size >= 1000 && unit < units.length - 1) {
            size /= 1000;
            unit++;
        }
        String format = unit == 0 && size != 0 && size < 1
                ? "%.2f%s"
                : size >= 100 || size == Math.rint(size) ? "%.0f%s" : "%.1f%s";
        return String.format(Locale.ROOT, format, Math.copySign(size, value), units[unit]);
    }
}
