package dev.holdfast.desktop.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where listeners put what they get, on their own threads, and where the event thread takes it from, once a frame. It is
 * bounded: of more than that between two frames the newest stay, and the rest is counted.
 */
public final class Intake {
    private static final int MOST_ENTRIES = 2_000;
    private static final int MOST_CHARS = 4 << 20;
    private static final int MOST_POINTS = 4_000;
    private static final int MOST_HAPPENINGS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Set<Field> charted = Set.of();
    private ArrayDeque<Entry> entries = new ArrayDeque<>();
    private Map<String, Tally> tallies = new LinkedHashMap<>();
    private ArrayDeque<Point> points = new ArrayDeque<>();
    private List<Happening> happenings = new ArrayList<>();
    private long chars;
    private long notKept;
    private long missed;
    private long lastNumber;

    /** Whose values are to be collected from now on. */
    public void chart(Set<Field> fields) {
        charted = Set.copyOf(fields);
    }

    /** A message came. From any thread; never waits for the event thread. */
    public void message(
            String topic, @Nullable String id, @Nullable String type, String text, long receivedNanos, long millis) {
        List<Point> values = values(topic, text, receivedNanos);
        lock.lock();
        try {
            Entry entry = new Entry(++lastNumber, topic, id, type, text, receivedNanos, millis);
            Tally before = tallies.get(topic);
            tallies.put(topic, before == null ? new Tally(1, entry) : before.and(entry));
            entries.add(entry);
            chars += text.length();
            while (entries.size() > MOST_ENTRIES || (chars > MOST_CHARS && entries.size() > 1)) {
                chars -= entries.remove().text().length();
                notKept++;
            }
            points.addAll(values);
            while (points.size() > MOST_POINTS) points.remove();
        } finally {
            lock.unlock();
        }
    }

    private List<Point> values(String topic, String text, long nanos) {
        Set<Field> wanted = charted;
        if (wanted.stream().noneMatch(field -> field.topic().equals(topic))) return List.of();
        List<Point> values = new ArrayList<>();
        Map<String, Double> all = NumericFields.of(text);
        for (Field field : wanted) {
            Double value = field.topic().equals(topic) ? all.get(field.path()) : null;
            if (value != null) values.add(new Point(field, nanos, value));
        }
        return values;
    }

    /** Something else happened. From any thread. */
    public void happening(Happening happening) {
        lock.lock();
        try {
            if (happenings.size() < MOST_HAPPENINGS) happenings.add(happening);
            else missed++;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what came since the last time. */
    public Batch drain() {
        lock.lock();
        try {
            Batch batch =
                    new Batch(new ArrayList<>(entries), notKept, tallies, new ArrayList<>(points), happenings, missed);
            entries = new ArrayDeque<>();
            tallies = new LinkedHashMap<>();
            points = new ArrayDeque<>();
            happenings = new ArrayList<>();
            chars = 0;
            notKept = 0;
            missed = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }
}
