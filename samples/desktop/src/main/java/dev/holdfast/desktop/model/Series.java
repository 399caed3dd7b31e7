package dev.holdfast.desktop.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The chart: which fields there are, which are shown, and their values. */
public final class Series {
    /** More lines than that cannot be told apart. */
    public static final int MOST_SHOWN = 6;

    private static final int MOST_POINTS = 4_000;
    private static final int MOST_FIELDS = 500;

    private final Set<Field> known = new TreeSet<>();
    private final Map<Field, ArrayDeque<Point>> shown = new LinkedHashMap<>();

    void discover(Entry newest) {
        if (known.size() >= MOST_FIELDS) return;
        for (String path : NumericFields.of(newest.text()).keySet()) known.add(new Field(newest.topic(), path));
    }

    void add(List<Point> points) {
        for (Point point : points) {
            ArrayDeque<Point> values = shown.get(point.field());
            if (values == null) continue;
            values.add(point);
            if (values.size() > MOST_POINTS) values.remove();
        }
    }

    /** Forgets the fields of a topic. */
    void forget(String topic) {
        known.removeIf(field -> field.topic().equals(topic));
        shown.keySet().removeIf(field -> field.topic().equals(topic));
    }

    /** Shows a field, or no longer; false where there is no room for it. */
    boolean show(Field field, boolean on) {
        if (!on) {
            shown.remove(field);
            return true;
        }
        if (shown.size() >= MOST_SHOWN && !shown.containsKey(field)) return false;
        shown.putIfAbsent(field, new ArrayDeque<>());
        return true;
    }

    /** All fields that messages had so far. */
    public List<Field> known() {
        return new ArrayList<>(known);
    }

    /** The fields that are shown, in the order they were picked. */
    public Set<Field> shown() {
        return shown.keySet();
    }

    /** The values of a shown field since a time, oldest first. */
    public List<Point> values(Field field, long fromNanos) {
        ArrayDeque<Point> values = shown.get(field);
        if (values == null) return List.of();
        List<Point> since = new ArrayList<>();
        for (Point point : values) {
            if (point.nanos() - fromNanos >= 0) since.add(point);
        }
        return since;
    }
}
