package dev.holdfast.desktop.model;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.Continuity;
import dev.holdfast.desktop.model.Band.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection and its successors: phases, outages and marks. */
public final class Lane {
    private static final int MOST = 500;
    private static final long TOGETHER_NANOS = 300_000_000;

    private final String name;
    private final List<Band> bands = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private long nextAttempt;
    private int attempt;
    private boolean everConnected;

    Lane(String name) {
        this.name = name;
    }

    /**
     * @param silence the silence before a heartbeat timeout; 0 for any other end
     */
    void state(long nanos, ConnectionEvent event, long silence) {
        frame(nanos);
        attempt = event.attempt();
        switch (event.current()) {
            case IDLE -> begin(Phase.IDLE, nanos, "");
            case CONNECTING -> begin(Phase.CONNECTING, nanos, "");
            case CONNECTED -> {
                begin(Phase.CONNECTED, nanos, event.attemptName());
                everConnected = true;
            }
            case RECONNECTING -> reconnecting(nanos, event, silence);
            case CLOSED -> begin(Phase.CLOSED, nanos, words(event.reason()));
        }
    }

    private void reconnecting(long nanos, ConnectionEvent event, long silence) {
        long lostAt = nanos;
        Band last = last();
        if (silence > 0 && last != null && last.phase() == Phase.CONNECTED) {
            lostAt = Math.max(last.from(), nanos - silence);
            begin(Phase.SILENT, lostAt, "");
        }
        boolean apart = outages.isEmpty() || outages.get(outages.size() - 1).verdict() != null;
        if (everConnected && apart) add(outages, new Outage(lostAt, Band.OPEN, null, 0));
        long delay = event.delay() == null ? 0 : event.delay().toNanos();
        begin(delay == 0 ? Phase.ATTEMPT : Phase.BACK_OFF, nanos, words(event.reason()));
        nextAttempt = nanos + delay;
    }

    /** Ends the back-off when its time has passed. The client reports no event for the start of an attempt. */
    void frame(long nanos) {
        Band last = last();
        if (last != null && last.phase() == Phase.BACK_OFF && nanos >= nextAttempt) {
            begin(Phase.ATTEMPT, nextAttempt, "attempt " + attempt);
        }
    }

    private void begin(Phase phase, long nanos, String note) {
        Band last = last();
        if (last != null) bands.set(bands.size() - 1, last.until(nanos));
        add(bands, new Band(phase, nanos, Band.OPEN, note));
    }

    void takenUp(long nanos, Continuity continuity) {
        Mark.Kind kind = switch (continuity) {
            case FRESH -> Mark.Kind.FRESH;
            case RESUMED -> Mark.Kind.RESUMED;
            case GAP -> Mark.Kind.GAP;
            case UNKNOWN -> Mark.Kind.UNKNOWN;
        };
        mark(kind, nanos, "");
        int newest = outages.size() - 1;
        if (newest < 0 || continuity == Continuity.FRESH) return;
        Outage.Verdict verdict = Outage.Verdict.valueOf(continuity.name());
        outages.set(newest, outages.get(newest).judged(nanos, verdict));
    }

    void mark(Mark.Kind kind, long nanos, String note) {
        for (int i = marks.size() - 1; i >= 0 && nanos - marks.get(i).nanos() < TOGETHER_NANOS; i--) {
            Mark same = marks.get(i);
            if (same.kind() == kind && kind != Mark.Kind.HEARTBEAT) {
                marks.set(i, new Mark(kind, same.nanos(), same.count() + 1, note));
                return;
            }
        }
        add(marks, new Mark(kind, nanos, 1, note));
    }

    private static <T> void add(List<T> list, T next) {
        if (list.size() == MOST) list.subList(0, MOST / 10).clear();
        list.add(next);
    }

    private static String words(@Nullable CloseReason reason) {
        if (reason == null) return "";
        String code = reason.code() < 0 ? "" : " " + reason.code();
        return reason.kind() + code + ": " + reason.text();
    }

    private @Nullable Band last() {
        return bands.isEmpty() ? null : bands.get(bands.size() - 1);
    }

    /** Returns the connection's name, or its topic. */
    public String name() {
        return name;
    }

    /** Returns the phases in order, the current one last. */
    public List<Band> bands() {
        return bands;
    }

    /** Returns the current phase, IDLE before the first. */
    public Phase phase() {
        Band last = last();
        return last == null ? Phase.IDLE : last.phase();
    }

    /** Returns the outages in order. */
    public List<Outage> outages() {
        return outages;
    }

    /** Returns the marks in order. */
    public List<Mark> marks() {
        return marks;
    }

    /** Returns the end of the current back-off by {@link System#nanoTime()}, or {@link Band#OPEN}. */
    public long nextAttempt() {
        return phase() == Phase.BACK_OFF ? nextAttempt : Band.OPEN;
    }

    /** Returns the number of the next or current attempt. */
    public int attempt() {
        return attempt;
    }
}
