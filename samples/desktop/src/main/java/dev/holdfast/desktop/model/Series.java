package dev.holdfast.desktop.model;

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

    private static final int MOST_FIELDS = 500;

    private final Set<Field> known = new TreeSet<>();
    private final Map<Field, Trace> shown = new LinkedHashMap<>();

    void discover(Field field) {
        if (known.size() < MOST_FIELDS) known.add(field);
    }

    void add(List<Point> points) {
        for (Point point : points) {
            Trace trace = shown.get(point.field());
            if (trace != null) trace.add(point);
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
        shown.putIfAbsent(field, new Trace());
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

    /** The values of a shown field since a time, oldest first; the least and greatest of each tenth of a second. */
    public List<Point> values(Field field, long fromNanos) {
        Trace trace = shown.get(field);
        return trace == null ? List.of() : trace.since(fromNanos);
    }
}
