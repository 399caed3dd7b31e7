package dev.holdfast.desktop.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the window shows of one feed. Belongs to one thread, the event thread; what others have to tell goes through
 * the {@link MessageRouter} and is taken over once a frame.
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
     * Takes over what came since the last frame.
     *
     * @param statuses of the topics whose lines are to change
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
        if (batch.missed() > 0) news = batch.missed() + " events came too fast to be shown";
    }

    private void tell(Happening happening) {
        if (happening instanceof Happening.Note note) news = note.text();
        else if (happening instanceof Happening.Ended ended) {
            String topic = ended.topic().isEmpty() ? "The feed" : ended.topic();
            news = topic + " ended: " + ended.reason();
        }
    }

    /** A topic is subscribed to from now on. */
    public void add(String topic) {
        rows.putIfAbsent(topic, new TopicRow(topic));
    }

    /** A topic no longer is. */
    public void remove(String topic) {
        rows.remove(topic);
        series.forget(topic);
        intake.chart(series.shown());
    }

    /** Shows a field in the chart, or no longer; false where there is no room for it. */
    public boolean chart(Field field, boolean on) {
        boolean done = series.show(field, on);
        intake.chart(series.shown());
        return done;
    }

    /** Forgets the messages kept so far; counters stay. */
    public void clear() {
        history.clear();
    }

    /** One for each topic, in the order they were added. */
    public List<TopicRow> rows() {
        return new ArrayList<>(rows.values());
    }

    /** Connections and their fate. */
    public Timeline timeline() {
        return timeline;
    }

    /** The newest messages. */
    public History history() {
        return history;
    }

    /** The chart. */
    public Series series() {
        return series;
    }

    /** Frames so far. */
    public long frames() {
        return frames;
    }

    /** All messages so far. */
    public long messages() {
        return messages;
    }

    /** Messages that came too fast to be kept; they are counted, and their topics' newest are shown. */
    public long notKept() {
        return notKept;
    }

    /** Messages a second. */
    public double perSecond() {
        return perSecond;
    }

    /** The latest thing to tell, null before the first. */
    public @Nullable String news() {
        return news;
    }
}
