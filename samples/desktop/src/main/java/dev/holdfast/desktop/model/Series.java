package dev.holdfast.desktop.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The chart data: known fields, shown fields and their values. */
public final class Series {
    /** The limit on lines, so that they stay distinguishable. */
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

    /** Removes the fields of a topic. */
    void forget(String topic) {
        known.removeIf(field -> field.topic().equals(topic));
        shown.keySet().removeIf(field -> field.topic().equals(topic));
    }

    /** Shows or hides a field. Returns false if the chart is full. */
    boolean show(Field field, boolean on) {
        if (!on) {
            shown.remove(field);
            return true;
        }
        if (shown.size() >= MOST_SHOWN && !shown.containsKey(field)) return false;
        shown.putIfAbsent(field, new Trace());
        return true;
    }

    /** Returns all fields found so far. */
    public List<Field> known() {
        return new ArrayList<>(known);
    }

    /** Returns the shown fields, in the order of selection. */
    public Set<Field> shown() {
        return shown.keySet();
    }

    /** Returns the values of a field since a time, oldest first: minimum and maximum of each tenth of a second. */
    public List<Point> values(Field field, long fromNanos) {
        Trace trace = shown.get(field);
        return trace == null ? List.of() : trace.since(fromNanos);
    }
}
