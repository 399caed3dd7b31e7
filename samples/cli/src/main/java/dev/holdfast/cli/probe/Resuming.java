package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges whether a server goes on behind the {@code Last-Event-ID} it is asked for. */
final class Resuming {
    private static final String WHAT = "resume";
    private static final String ADVICE =
            "without it every reconnect loses what was published meanwhile: have the server"
                    + " keep a history and read Last-Event-ID";

    private Resuming() {}

    /** The id to ask for: of all that came the first, so that what follows it is known. Null where there is none. */
    static @Nullable String question(Seen first) {
        List<String> ids = first.ids();
        return ids.isEmpty() ? null : ids.get(0);
    }

    /** Whether what came first is enough to tell an answer that resumes from one that begins anew. */
    static boolean decidable(Seen first) {
        return first.ids().size() >= 3;
    }

    /** What can be said where nothing was asked for again. */
    static Finding unasked(Seen first) {
        if (!first.isStream()) return Finding.of(WHAT, Verdict.UNKNOWN, "there is no event stream to resume");
        int events = first.events().size();
        if (events == 0) return Finding.of(WHAT, Verdict.UNKNOWN, "no event came whose id could be asked for");
        return Finding.of(WHAT, Verdict.NO, events + " events came, and none has an id")
                .advice(ADVICE);
    }

    /**
     * Judges.
     *
     * @param first what came unasked
     * @param meanwhile the same, read until the second answer was in
     * @param asked the id that the second request named
     * @param second what that brought
     */
    static Finding judge(Seen first, Seen meanwhile, String asked, Seen second) {
        if (!second.isStream()) {
            String answer = second.head() == null ? "nothing" : second.head().answer();
            return Finding.of(WHAT, Verdict.UNKNOWN, "asked with Last-Event-ID the server answered " + answer);
        }
        List<String> known = meanwhile.ids();
        List<String> again = second.ids();
        int place = known.indexOf(asked);
        String header = second.head() == null ? null : second.head().resumed();
        if (again.isEmpty()) {
            if (asked.equals(header)) {
                return Finding.of(WHAT, Verdict.YES, "the answer to Last-Event-ID: " + asked + " says the same id");
            }
            return Finding.of(
                    WHAT, Verdict.UNKNOWN, "asked for what follows " + asked + ", the server sent no event with an id");
        }
        // A server may first tell where it stands, with an id that is the one asked for and no data.
        boolean position = again.get(0).equals(asked) && second.events().get(0).data() == null;
        if (position && again.size() == 1) {
            return Finding.of(WHAT, Verdict.YES, "the answer to Last-Event-ID begins by confirming " + asked);
        }
        String begins = again.get(position ? 1 : 0);
        int found = known.indexOf(begins);
        if (place >= 0 && place + 1 < known.size() && found == place + 1) {
            return Finding.of(
                    WHAT,
                    Verdict.YES,
                    "asked with Last-Event-ID: " + asked + " it began with " + begins
                            + ", which had followed it before");
        }
        if (first.ids().get(0).equals(begins)) {
            return Finding.of(
                            WHAT,
                            Verdict.NO,
                            "asked with Last-Event-ID: " + asked + " it began with " + begins + " once more")
                    .advice(ADVICE);
        }
        if (place + 1 < known.size()) {
            return Finding.of(
                            WHAT,
                            Verdict.NO,
                            "asked with Last-Event-ID: " + asked + " it began with " + begins + " and left out "
                                    + known.get(place + 1) + ", which had followed it before")
                    .advice(ADVICE);
        }
        return Finding.of(WHAT, Verdict.UNKNOWN, "too few events came to tell where the server went on");
    }
}
