package dev.holdfast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A snapshot to paste into a bug report. No token, header or query is in it. Immutable. */
public final class Diagnostics {
    private final ConnectionState state;
    private final List<String> lines;

    /** For Holdfast. */
    public Diagnostics(ConnectionState state, List<String> lines) {
        this.state = state;
        this.lines = Collections.unmodifiableList(new ArrayList<>(lines));
    }

    /** The client's state when it was taken. */
    public ConnectionState state() {
        return state;
    }

    /** The snapshot, a fact a line. */
    public List<String> lines() {
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
