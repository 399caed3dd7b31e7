package dev.holdfast.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The parser of durations such as {@code 500ms}, {@code 20s}, {@code 2m}, {@code 1h}. */
public final class Spans implements ITypeConverter<Duration> {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches())
            throw new TypeConversionException("'" + text + "' is not a duration: use 500ms, 20s, 2m or 1h");
        long count = Long.parseLong(span.group(1));
        if (count == 0) throw new TypeConversionException("the duration must be positive");
        return switch (span.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    /** Formats a duration. */
    public static String text(Duration span) {
        long millis = span.toMillis();
        if (millis < 1000) return millis + " ms";
        return millis % 1000 == 0 || millis >= 10_000
                ? Math.round(millis / 1000.0) + " s"
                : Math.round(millis / 100.0) / 10.0 + " s";
    }
}
