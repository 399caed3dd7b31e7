package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Spans;
import dev.holdfast.cli.probe.Seen.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The detection of heartbeats in an event stream. */
final class SignsOfLife {
    /** A silence shorter than this requires no heartbeat. */
    private static final long SILENCE_MILLIS = 3000;

    private static final Set<String> TYPES = Set.of("ping", "heartbeat", "keepalive", "keep-alive", "keep_alive", "hb");
    private static final String WHAT = "heartbeat";

    private SignsOfLife() {}

    static Finding judge(Seen seen, boolean keptBack) {
        if (!seen.isStream()) return Finding.of(WHAT, Verdict.UNKNOWN, "there is no event stream to observe");
        List<Long> beats = beats(seen);
        if (!beats.isEmpty()) return Finding.of(WHAT, Verdict.YES, rhythm(beats));
        if (keptBack) return Finding.of(WHAT, Verdict.UNKNOWN, "buffering on the network path may hide one");
        long silence = longestSilence(seen);
        if (silence < SILENCE_MILLIS) {
            return Finding.of(
                    WHAT, Verdict.UNKNOWN, "messages were at most " + silence + " ms apart, so none was needed");
        }
        return Finding.of(
                        WHAT,
                        Verdict.NO,
                        "no byte in " + text(silence) + " of silence; a slower heartbeat would not be detected")
                .advice("send a comment (': ') every 15 s: proxies close silent streams, nginx after 60 s."
                        + " To observe longer, use --timeout 2m");
    }

    private static List<Long> beats(Seen seen) {
        List<Long> beats = new ArrayList<>();
        for (int i = 0; i < seen.arrivals().size(); i++) {
            Arrival arrival = seen.arrivals().get(i);
            boolean named = arrival.events().stream()
                    .anyMatch(e -> e.type() != null && TYPES.contains(e.type().toLowerCase(Locale.ROOT)));
            // A comment with the first bytes is a greeting and does not imply later heartbeats.
            boolean comment =
                    i > 0 && arrival.comments() > 0 && arrival.events().isEmpty();
            if (comment || named) beats.add(arrival.at());
        }
        return beats;
    }

    private static String rhythm(List<Long> beats) {
        long first = beats.get(0);
        if (beats.size() == 1) return "one received after " + text(first);
        long last = beats.get(beats.size() - 1);
        return beats.size() + " received, on average every " + text((last - first) / (beats.size() - 1));
    }

    private static long longestSilence(Seen seen) {
        long longest = 0;
        long before = seen.head() == null ? 0 : seen.head().at();
        for (Arrival arrival : seen.arrivals()) {
            longest = Math.max(longest, arrival.at() - before);
            before = arrival.at();
        }
        long end = seen.endedAt() < 0 ? seen.watchedFor() : seen.endedAt();
        return Math.max(longest, end - before);
    }

    private static String text(long millis) {
        return Spans.text(Duration.ofMillis(millis));
    }
}
