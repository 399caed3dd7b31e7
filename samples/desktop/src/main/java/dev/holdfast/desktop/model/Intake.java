package dev.holdfast.desktop.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The buffer between listener threads and the event thread, which drains it once per frame. Bounded: with more messages
 * between two frames, it keeps the newest and counts the rest.
 */
public final class Intake {
    private static final int MOST_ENTRIES = 2_000;
    private static final int MOST_CHARS = 4 << 20;
    private static final int MOST_POINTS = 4_000;
    private static final int MOST_FIELDS = 1_000;
    private static final int MOST_HAPPENINGS = 1_000;
    /** The interval at which a message of a topic that is not charted is searched for fields. */
    private static final long LOOK_NANOS = 500_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> looked = new ConcurrentHashMap<>();
    private volatile Set<Field> charted = Set.of();
    private ArrayDeque<Entry> entries = new ArrayDeque<>();
    private Map<String, Tally> tallies = new LinkedHashMap<>();
    private ArrayDeque<Point> points = new ArrayDeque<>();
    private Set<Field> fields = new LinkedHashSet<>();
    private List<Happening> happenings = new ArrayList<>();
    private long chars;
    private long notKept;
    private long missed;
    private long lastNumber;

    /** Sets the fields whose values are collected. */
    public void chart(Set<Field> fields) {
        charted = Set.copyOf(fields);
    }

    /** Adds a message. Callable from any thread; never waits for the event thread. */
    public void message(
            String topic, @Nullable String id, @Nullable String type, String text, long receivedNanos, long millis) {
        Set<Field> wanted = charted;
        boolean look = isDue(topic, receivedNanos);
        boolean chart = wanted.stream().anyMatch(field -> field.topic().equals(topic));
        Map<String, Double> numbers = look || chart ? NumericFields.of(text) : Map.of();
        List<Point> values = chart ? values(wanted, topic, numbers, receivedNanos) : List.of();
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
            if (look) found(topic, numbers.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether to search a message for fields. Messages of one topic arrive sequentially. */
    private boolean isDue(String topic, long nanos) {
        Long last = looked.get(topic);
        if (last != null && nanos - last < LOOK_NANOS) return false;
        looked.put(topic, nanos);
        return true;
    }

    private void found(String topic, Set<String> paths) {
        for (String path : paths) {
            if (fields.size() < MOST_FIELDS) fields.add(new Field(topic, path));
        }
    }

    private static List<Point> values(Set<Field> wanted, String topic, Map<String, Double> all, long nanos) {
        List<Point> values = new ArrayList<>();
        for (Field field : wanted) {
            Double value = field.topic().equals(topic) ? all.get(field.path()) : null;
            if (value != null) values.add(new Point(field, nanos, value));
        }
        return values;
    }

    /** Adds an event. Callable from any thread. */
    public void happening(Happening happening) {
        lock.lock();
        try {
            if (happenings.size() < MOST_HAPPENINGS) happenings.add(happening);
            else missed++;
        } finally {
            lock.unlock();
        }
    }

    /** Removes and returns everything since the last call. */
    public Batch drain() {
        lock.lock();
        try {
            Batch batch = new Batch(
                    new ArrayList<>(entries),
                    notKept,
                    tallies,
                    new ArrayList<>(points),
                    new ArrayList<>(fields),
                    happenings,
                    missed);
            entries = new ArrayDeque<>();
            tallies = new LinkedHashMap<>();
            points = new ArrayDeque<>();
            fields = new LinkedHashSet<>();
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
