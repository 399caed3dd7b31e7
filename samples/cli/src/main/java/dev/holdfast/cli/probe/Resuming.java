package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The detection of resume with {@code Last-Event-ID}. */
final class Resuming {
    private static final String WHAT = "resume";
    private static final String ADVICE = "without it, messages published during a reconnect are lost: the server must"
            + " keep a history and evaluate Last-Event-ID";

    private Resuming() {}

    /** Returns the id to resume from, or null. It is the first id received, so that its successor is known. */
    static @Nullable String question(Seen first) {
        List<String> ids = first.ids();
        return ids.isEmpty() ? null : ids.get(0);
    }

    /** Returns whether the first stream is long enough to distinguish a resumed stream from a new one. */
    static boolean decidable(Seen first) {
        return first.ids().size() >= 3;
    }

    /** Returns the finding if no resume request was made. */
    static Finding unasked(Seen first) {
        if (!first.isStream()) return Finding.of(WHAT, Verdict.UNKNOWN, "there is no event stream to resume");
        int events = first.events().size();
        if (events == 0) return Finding.of(WHAT, Verdict.UNKNOWN, "no event with an id was received");
        return Finding.of(WHAT, Verdict.NO, events + " events received, none with an id")
                .advice(ADVICE);
    }

    /**
     * Evaluates a resume request.
     *
     * @param first the first stream
     * @param meanwhile the first stream, read until the second response was complete
     * @param asked the {@code Last-Event-ID} of the second request
     * @param second the second stream
     */
    static Finding judge(Seen first, Seen meanwhile, String asked, Seen second) {
        if (!second.isStream()) {
            String answer = second.head() == null ? "nothing" : second.head().answer();
            return Finding.of(WHAT, Verdict.UNKNOWN, "the response to Last-Event-ID is " + answer);
        }
        List<String> known = meanwhile.ids();
        List<String> again = second.ids();
        int place = known.indexOf(asked);
        String header = second.head() == null ? null : second.head().resumed();
        if (again.isEmpty()) {
            if (asked.equals(header)) {
                return Finding.of(
                        WHAT,
                        Verdict.YES,
                        "the response to Last-Event-ID: " + asked + " repeats that id in its header");
            }
            return Finding.of(
                    WHAT, Verdict.UNKNOWN, "after Last-Event-ID: " + asked + " the server sent no event with an id");
        }
        // A server may first confirm the cursor with an event that has the requested id and no data.
        boolean position = again.get(0).equals(asked) && second.events().get(0).data() == null;
        if (position && again.size() == 1) {
            return Finding.of(WHAT, Verdict.YES, "the response to Last-Event-ID starts by confirming " + asked);
        }
        String begins = again.get(position ? 1 : 0);
        int found = known.indexOf(begins);
        if (place >= 0 && place + 1 < known.size() && found == place + 1) {
            return Finding.of(
                    WHAT,
                    Verdict.YES,
                    "after Last-Event-ID: " + asked + " the stream started with " + begins
                            + ", which followed it in the first stream");
        }
        if (first.ids().get(0).equals(begins)) {
            return Finding.of(
                            WHAT,
                            Verdict.NO,
                            "after Last-Event-ID: " + asked + " the stream started again with " + begins)
                    .advice(ADVICE);
        }
        if (place + 1 < known.size()) {
            return Finding.of(
                            WHAT,
                            Verdict.NO,
                            "after Last-Event-ID: " + asked + " the stream started with " + begins + " and skipped "
                                    + known.get(place + 1) + ", which followed it in the first stream")
                    .advice(ADVICE);
        }
        return Finding.of(WHAT, Verdict.UNKNOWN, "too few events received to tell where the stream continued");
    }
}
