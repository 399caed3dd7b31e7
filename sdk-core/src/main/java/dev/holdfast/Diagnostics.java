package dev.holdfast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** A snapshot of a client for a bug report. Contains no token, header or query. Immutable. */
public final class Diagnostics {
    /** Control characters, line and paragraph separators, and marks that change the direction of writing. */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+");

    private final ConnectionState state;
    private final List<String> lines;

    private Diagnostics(ConnectionState state, List<String> lines) {
        this.state = state;
        List<String> safe = new ArrayList<>();
        for (String line : lines) safe.add(oneLine(line));
        this.lines = Collections.unmodifiableList(safe);
    }

    /** Returns a snapshot, for Holdfast and for tests. */
    public static Diagnostics of(ConnectionState state, List<String> lines) {
        return new Diagnostics(state, lines);
    }

    /**
     * Returns a text of a peer as one line, so that it cannot forge a line of a log or reorder its characters. Replaces
     * control characters, line separators and marks that change the direction of writing with spaces.
     */
    public static String oneLine(String text) {
        return UNSAFE.matcher(Objects.requireNonNull(text, "text")).replaceAll(" ");
    }

    /** Returns the client's state when the snapshot was taken. */
    public ConnectionState state() {
        return state;
    }

    /** Returns the snapshot, one fact per line. */
    public List<String> lines() {
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
