package dev.holdfast.simulation;

import java.util.ArrayDeque;

/** The trace of one schedule for people. Recorded only in a replay. */
final class SimTrace {
    private static final int MOST = 120;

    final boolean on;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final SimClock clock;
    private final long began;

    SimTrace(boolean on, SimClock clock) {
        this.on = on;
        this.clock = clock;
        this.began = clock.nanoTime();
    }

    void add(String line) {
        if (!on) return;
        if (lines.size() == MOST) lines.remove();
        lines.add(String.format("%9.3f  %s", (clock.nanoTime() - began) / 1e9, line));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
