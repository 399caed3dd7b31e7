package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The chart of the last minute, drawn by XChart. Drawing takes tens of milliseconds, so it runs off the event thread
 * with immutable values.
 *
 * @param values the values of each field, oldest first; the fields in the order of their colours
 * @param scale the number of device pixels per pixel of the window
 */
record ChartPicture(
        Map<Field, List<Point>> values, long nowNanos, Palette palette, int width, int height, double scale) {
    static final long WINDOW_NANOS = 60_000_000_000L;
    /** A line is interrupted where no value arrived for this long. */
    private static final long HOLE_NANOS = 1_500_000_000;
    /** A field smaller than another by this factor would be a flat line and uses the right axis. */
    private static final double OTHER_AXIS = 50;

    private static final double MOST = 1e30;
    private static final double LEAST = 1e-30;
    private static final double LEAST_SHARE = 1e-6;

    private record Line(List<Double> x, List<Double> y, double most) {}

    BufferedImage draw() {
        int wide = (int) Math.ceil(width * scale);
        int high = (int) Math.ceil(height * scale);
        BufferedImage image = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
        Graphics2D out = image.createGraphics();
        out.setColor(palette.card());
        out.fillRect(0, 0, wide, high);
        out.scale(scale, scale);
        chart().paint(out, width, height);
        out.dispose();
        return image;
    }

    private static Line line(List<Point> points, long nowNanos) {
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
            double y = drawable(point.value());
            ys.add(y);
            most = Math.max(most, Math.abs(y));
            before = point.nanos();
        }
        return new Line(xs, ys, most);
    }

    /** Clamps a value. XChart loops forever on numbers too large or too small for its sums. */
    private static double drawable(double value) {
        double size = Math.abs(value);
        return size < LEAST ? 0 : Math.copySign(Math.min(size, MOST), value);
    }

    private XYChart chart() {
        List<Line> lines = new ArrayList<>();
        values.forEach((field, points) -> lines.add(line(points, nowNanos)));
        XYChart chart = new XYChart(width, height);
        style(chart, palette);
        double most = lines.stream().mapToDouble(Line::most).max().orElse(0);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.x().size() < 2) continue;
            // Not by its label: two fields may have the same one.
            XYSeries series = chart.addSeries(Integer.toString(i), line.x(), line.y());
            Color colour = palette.line(i);
            series.setLineColor(colour);
            series.setLineStyle(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            series.setMarker(SeriesMarkers.NONE);
            boolean small = line.most() > 0 && line.most() * OTHER_AXIS < most;
            if (small) {
                series.setYAxisGroup(1);
                chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
            }
        }
        for (int group = 0; group < 2; group++) widen(chart, group);
        return chart;
    }

    /** Widens an axis if its values are equal or differ too little. */
    private static void widen(XYChart chart, int group) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (XYSeries series : chart.getSeriesCollection()) {
            if (series.getYAxisGroup() != group) continue;
            least = Math.min(least, series.getYMin());
            greatest = Math.max(greatest, series.getYMax());
        }
        double size = Math.max(Math.abs(least), Math.abs(greatest));
        double room = size == 0 ? 1 : size * LEAST_SHARE;
        if (least > greatest || greatest - least >= room) return;
        double middle = least + (greatest - least) / 2;
        chart.getStyler().setYAxisMin(group, middle - room / 2);
        chart.getStyler().setYAxisMax(group, middle + room / 2);
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
        styler.setYAxisTickLabelsFormattingFunction(ChartPicture::shortNumber);
        // The list of fields shows the lines' colours.
        styler.setLegendVisible(false);
        styler.setChartFontColor(palette.text());
        styler.setChartPadding(4);
        styler.setPlotMargin(0);
    }

    /** Formats a number for an axis: 12,300,000 as 12.3 M. */
    static String shortNumber(double value) {
        double size = Math.abs(value);
        String[] units = {"", " k", " M", " G", " T", " P"};
        int unit = 0;
        while (size >= 1000 && unit < units.length - 1) {
            size /= 1000;
            unit++;
        }
        // Would be longer than a label, or 0.00.
        if (size >= 1000 || (size > 0 && size < 0.01)) return String.format(Locale.ROOT, "%.1e", value);
        String format = unit == 0 && size != 0 && size < 1
                ? "%.2f%s"
                : size >= 100 || size == Math.rint(size) ? "%.0f%s" : "%.1f%s";
        return String.format(Locale.ROOT, format, Math.copySign(size, value), units[unit]);
    }
}
