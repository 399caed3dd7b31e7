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

/** Judges whether a stream that has nothing to say says so. */
final class SignsOfLife {
    /** Silence shorter than this calls for no heartbeat. */
    private static final long SILENCE_MILLIS = 3000;

    private static final Set<String> TYPES = Set.of("ping", "heartbeat", "keepalive", "keep-alive", "keep_alive", "hb");
    private static final String WHAT = "heartbeat";

    private SignsOfLife() {}

    static Finding judge(Seen seen, boolean keptBack) {
        if (!seen.isStream()) return Finding.of(WHAT, Verdict.UNKNOWN, "there is no event stream to listen to");
        List<Long> beats = beats(seen);
        if (!beats.isEmpty()) return Finding.of(WHAT, Verdict.YES, rhythm(beats));
        if (keptBack) return Finding.of(WHAT, Verdict.UNKNOWN, "what is kept back on the way may be one");
        long silence = longestSilence(seen);
        if (silence < SILENCE_MILLIS) {
            return Finding.of(
                    WHAT,
                    Verdict.UNKNOWN,
                    "messages were never more than " + silence + " ms apart: there was no need of one");
        }
        return Finding.of(
                        WHAT,
                        Verdict.NO,
                        "not one byte came in " + text(silence) + " of silence; a slower one would not have been seen")
                .advice(
                        "have the server send a comment (': ') every 15 s: proxies cut what is silent, nginx after 60 s."
                                + " To look longer, --timeout 2m");
    }

    private static List<Long> beats(Seen seen) {
        List<Long> beats = new ArrayList<>();
        for (int i = 0; i < seen.arrivals().size(); i++) {
            Arrival arrival = seen.arrivals().get(i);
            boolean named = arrival.events().stream()
                    .anyMatch(e -> e.type() != null && TYPES.contains(e.type().toLowerCase(Locale.ROOT)));
            // A comment beside the first bytes is a greeting, and says nothing of what comes later.
            boolean comment =
                    i > 0 && arrival.comments() > 0 && arrival.events().isEmpty();
            if (comment || named) beats.add(arrival.at());
        }
        return beats;
    }

    private static String rhythm(List<Long> beats) {
        long first = beats.get(0);
        if (beats.size() == 1) return "one came after " + text(first);
        long last = beats.get(beats.size() - 1);
        return beats.size() + " came, on average every " + text((last - first) / (beats.size() - 1));
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
