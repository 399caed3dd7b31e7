package dev.holdfast.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that {@code probe} or {@code doctor} found out, and how it knows.
 *
 * @param what what was looked for, in a word or two
 * @param verdict what was found
 * @param evidence how that is known
 * @param advice what to do about it; null for nothing
 */
public record Finding(
        String what,
        Verdict verdict,
        String evidence,
        @Nullable String advice) {
    /** What was found. */
    public enum Verdict {
        /** It is so. */
        YES("yes", "32"),
        /** What was seen is hard to explain otherwise. */
        LIKELY("likely", "33"),
        /** It is not so. */
        NO("no", "33"),
        /** Nothing that was seen decides it. */
        UNKNOWN("could not tell", "2"),
        /** As it should be. */
        FINE("fine", "32"),
        /** To be known, and no fault by itself. */
        NOTE("note", "36"),
        /** Something to mend. */
        TROUBLE("trouble", "31");

        private final String text;
        private final String colour;

        Verdict(String text, String colour) {
            this.text = text;
            this.colour = colour;
        }
    }

    private static final int WHAT = 15;
    private static final int VERDICT = 16;

    /** A finding that asks for nothing. */
    public static Finding of(String what, Verdict verdict, String evidence) {
        return new Finding(what, verdict, evidence, null);
    }

    /** The same with what to do about it. */
    public Finding advice(String advice) {
        return new Finding(what, verdict, evidence, advice);
    }

    /** Writes findings to standard output: a table for people, or NDJSON. */
    static void write(List<Finding> findings, Screen screen, boolean json) {
        for (Finding finding : findings) {
            Finding shown = finding.masked(screen.secrets());
            if (json) screen.line(shown.json());
            else shown.lines(screen).forEach(screen::line);
        }
    }

    /** Before it is written: a secret may be spelt otherwise in JSON, or like one of our own words. */
    private Finding masked(Secrets secrets) {
        return new Finding(what, verdict, secrets.mask(evidence), advice == null ? null : secrets.mask(advice));
    }

    private String json() {
        JsonObject object = new JsonObject();
        object.addProperty("finding", what);
        object.addProperty("verdict", verdict.text);
        object.addProperty("evidence", evidence);
        if (advice != null) object.addProperty("advice", advice);
        return object.toString();
    }

    private List<String> lines(Screen screen) {
        List<String> lines = new ArrayList<>();
        String found = verdict.text + " ".repeat(VERDICT - verdict.text.length());
        lines.add(what
                + " ".repeat(Math.max(1, WHAT - what.length()))
                + screen.painted(verdict.colour, found)
                + Screen.printable(evidence));
        if (advice != null) lines.add(" ".repeat(WHAT + VERDICT) + "do: " + Screen.printable(advice));
        return lines;
    }
}
