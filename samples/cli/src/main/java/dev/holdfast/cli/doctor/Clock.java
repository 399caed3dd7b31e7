package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Spans;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The comparison of this machine's clock with a server's. */
final class Clock {
    /** The clock difference that tokens commonly allow. */
    private static final Duration MOST = Duration.ofSeconds(30);

    private Clock() {}

    static Finding judge(@Nullable Instant date, long age, Instant now) {
        String what = "clock";
        if (date == null) return Finding.of(what, Verdict.UNKNOWN, "the server sent no Date header");
        if (age > 0) return Finding.of(what, Verdict.UNKNOWN, "the response is " + age + " s old, from a cache");
        Duration ahead = Duration.between(date, now);
        if (ahead.abs().compareTo(MOST) <= 0) {
            return Finding.of(
                    what, Verdict.FINE, "within " + Spans.text(MOST) + " of the server's (Date: " + date + ")");
        }
        return Finding.of(
                        what,
                        Verdict.TROUBLE,
                        "this machine's clock is " + text(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                                + " the server's (Date: " + date + ")")
                .advice("set it ('timedatectl set-ntp true'): otherwise certificates and tokens look invalid");
    }

    private static String text(Duration span) {
        if (span.toDays() > 0) return span.toDays() + " days";
        if (span.toHours() > 0) return span.toHours() + " h";
        return span.toMinutes() > 1 ? span.toMinutes() + " min" : span.toSeconds() + " s";
    }
}
