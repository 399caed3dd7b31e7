package dev.holdfast.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** A series of measurements, one for each round. */
final class Series {
    private final double[] sorted;

    private Series(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    static Series of(double... values) {
        return new Series(values);
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the median and the extremes. */
    String text(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " [" + number + ".." + number + "]",
                median(),
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
