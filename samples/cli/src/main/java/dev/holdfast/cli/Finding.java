package dev.holdfast.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One result of {@code probe} or {@code doctor}, with its evidence.
 *
 * @param what the subject, in one or two words
 * @param verdict the result
 * @param evidence the observation that the verdict is based on
 * @param advice the recommended action, or null
 */
public record Finding(
        String what,
        Verdict verdict,
        String evidence,
        @Nullable String advice) {
    /** The result. */
    public enum Verdict {
        /** Present or supported. */
        YES("yes", "32"),
        /** The most probable explanation of the observation. */
        LIKELY("likely", "33"),
        /** Absent or unsupported. */
        NO("no", "33"),
        /** Not decided by the observation. */
        UNKNOWN("could not tell", "2"),
        /** No problem. */
        FINE("fine", "32"),
        /** Information, not a problem by itself. */
        NOTE("note", "36"),
        /** A problem to fix. */
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

    /** Creates a finding without advice. */
    public static Finding of(String what, Verdict verdict, String evidence) {
        return new Finding(what, verdict, evidence, null);
    }

    /** Returns this finding with advice. */
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

    /** Masks secrets before formatting: JSON may escape a secret, and a secret may equal one of the key names. */
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
        if (advice != null) lines.add(" ".repeat(WHAT + VERDICT) + "advice: " + Screen.printable(advice));
        return lines;
    }
}
