package dev.holdfast.desktop.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state that the window shows of one feed. Confined to the event thread. Other threads add to the {@link Intake},
 * which is drained once per frame.
 */
public final class Model {
    private static final int MOST_MESSAGES = 10_000;
    private static final long MOST_CHARS = 16L << 20;

    private final Intake intake;
    private final Timeline timeline;
    private final History history = new History(MOST_MESSAGES, MOST_CHARS);
    private final Series series = new Series();
    private final Map<String, TopicRow> rows = new LinkedHashMap<>();
    private final Rate rate = new Rate();
    private long frames;
    private long messages;
    private long notKept;
    private double perSecond;
    private @Nullable String news;

    public Model(Intake intake, Timeline timeline) {
        this.intake = intake;
        this.timeline = timeline;
    }

    /**
     * Applies the events since the last frame.
     *
     * @param statuses the statuses of the topics to update
     */
    public void frame(long nowNanos, List<TopicStatus> statuses) {
        Batch batch = intake.drain();
        messages += batch.messages();
        notKept += batch.notKept();
        rate.add(nowNanos, batch.messages());
        perSecond = rate.perSecond(nowNanos);
        history.add(batch);
        series.add(batch.points());
        timeline.apply(batch, nowNanos);
        batch.tallies().forEach((topic, tally) -> {
            TopicRow row = rows.get(topic);
            if (row != null) row.took(nowNanos, tally);
        });
        for (TopicStatus status : statuses) {
            TopicRow row = rows.get(status.topic());
            if (row != null) row.frame(nowNanos, status);
        }
        for (Field field : batch.fields()) {
            if (rows.containsKey(field.topic())) series.discover(field);
        }
        frames++;
        for (Happening happening : batch.happenings()) tell(happening);
        if (batch.missed() > 0) news = batch.missed() + " events arrived too fast to be shown";
    }

    private void tell(Happening happening) {
        if (happening instanceof Happening.Note note) news = note.text();
        else if (happening instanceof Happening.Ended ended) {
            String topic = ended.topic().isEmpty() ? "The feed" : ended.topic();
            news = topic + " ended: " + ended.reason();
        }
    }

    /** Adds a subscribed topic. */
    public void add(String topic) {
        rows.putIfAbsent(topic, new TopicRow(topic));
    }

    /** Removes a topic. */
    public void remove(String topic) {
        rows.remove(topic);
        series.forget(topic);
        intake.chart(series.shown());
    }

    /** Adds a field to the chart or removes it. Returns false if the chart is full. */
    public boolean chart(Field field, boolean on) {
        boolean done = series.show(field, on);
        intake.chart(series.shown());
        return done;
    }

    /** Discards the kept messages. Counters stay. */
    public void clear() {
        history.clear();
    }

    /** Returns a row for each topic, in the order of addition. */
    public List<TopicRow> rows() {
        return new ArrayList<>(rows.values());
    }

    /** Returns the timeline of connections. */
    public Timeline timeline() {
        return timeline;
    }

    /** Returns the newest messages. */
    public History history() {
        return history;
    }

    /** Returns the chart data. */
    public Series series() {
        return series;
    }

    /** Returns the number of frames so far. */
    public long frames() {
        return frames;
    }

    /** Returns the number of messages so far. */
    public long messages() {
        return messages;
    }

    /** Returns the number of messages discarded because they arrived too fast. Counters include them. */
    public long notKept() {
        return notKept;
    }

    /** Returns the messages per second. */
    public double perSecond() {
        return perSecond;
    }

    /** Returns the latest note for the user, or null. */
    public @Nullable String news() {
        return news;
    }
}
