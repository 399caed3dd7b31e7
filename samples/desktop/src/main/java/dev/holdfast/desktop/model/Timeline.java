package dev.holdfast.desktop.model;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The history of all connections and of the message flow. */
public final class Timeline {
    private static final int MOST_LANES = 64;

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Flow flow = new Flow();
    private final List<Mark> cuts = new ArrayList<>();
    private final long silenceNanos;
    private long lastMessage;
    private boolean everMessage;

    /**
     * @param silenceNanos the silence after which the client closes a connection; 0 for never
     */
    public Timeline(long silenceNanos) {
        this.silenceNanos = silenceNanos;
    }

    /** Applies the events of a frame in order, then its messages. */
    void apply(Batch batch, long nowNanos) {
        for (Happening happening : batch.happenings()) apply(happening);
        if (batch.messages() > 0) {
            everMessage = true;
            lastMessage = nowNanos;
        }
        flow.add(nowNanos, batch.messages());
        for (Lane lane : lanes.values()) lane.frame(nowNanos);
    }

    private void apply(Happening happening) {
        if (happening instanceof Happening.State state) {
            ConnectionEvent event = state.event();
            String topic = event.topic();
            String name = topic == null ? "all topics" : topic.isEmpty() ? "feed" : topic;
            lane(event.connection(), name).state(state.nanos(), event, silence(state));
        } else if (happening instanceof Happening.TakenUp up) {
            lane(up.connection(), up.topic()).takenUp(up.nanos(), up.continuity());
            if (up.continuity() == dev.holdfast.Continuity.RESUMED) flow.resumed(up.nanos());
        } else if (happening instanceof Happening.RoundTrip trip) {
            String note = String.format(java.util.Locale.ROOT, "%.1f ms", trip.tripNanos() / 1e6);
            lane(trip.connection(), trip.connection()).mark(Mark.Kind.HEARTBEAT, trip.nanos(), note);
        } else if (happening instanceof Happening.Note note && note.cut()) {
            if (cuts.size() == 100) cuts.remove(0);
            cuts.add(new Mark(Mark.Kind.CUT, note.nanos(), 1, note.text()));
        }
    }

    /** Returns the time since the last message, at most the heartbeat timeout. */
    private long silence(Happening.State state) {
        CloseReason reason = state.event().reason();
        if (reason == null || reason.kind() != CloseReason.Kind.HEARTBEAT) return 0;
        return everMessage ? Math.min(silenceNanos, Math.max(0, state.nanos() - lastMessage)) : silenceNanos;
    }

    private Lane lane(String connection, String name) {
        Lane lane = lanes.get(connection);
        if (lane == null) {
            lane = new Lane(name);
            lanes.put(connection, lane);
            if (lanes.size() > MOST_LANES)
                lanes.remove(lanes.keySet().iterator().next());
        }
        return lane;
    }

    /** Returns a lane for each connection, in the order of creation. */
    public List<Lane> lanes() {
        return new ArrayList<>(lanes.values());
    }

    /** Returns the message flow. */
    public Flow flow() {
        return flow;
    }

    /** Returns the times at which the demo server broke connections. */
    public List<Mark> cuts() {
        return cuts;
    }
}
