package dev.holdfast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A snapshot of a client for a bug report. Contains no token, header or query. Immutable. */
public final class Diagnostics {
    private final ConnectionState state;
    private final List<String> lines;

    private Diagnostics(ConnectionState state, List<String> lines) {
        this.state = state;
        this.lines = Collections.unmodifiableList(new ArrayList<>(lines));
    }

    /** Returns a snapshot, for Holdfast and for tests. */
    public static Diagnostics of(ConnectionState state, List<String> lines) {
        return new Diagnostics(state, lines);
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
