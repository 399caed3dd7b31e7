package dev.holdfast.desktop.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of one field. Keeps minimum and maximum of each tenth of a second, so that the last minute is cheap to
 * draw at any message rate and no peak is missing.
 */
final class Trace {
    private static final long SLOT_NANOS = 100_000_000;
    /** A little more than a minute. */
    private static final int MOST_SLOTS = 650;

    private record Slot(long number, Point least, Point greatest) {
        Slot and(Point next) {
            return new Slot(
                    number,
                    next.value() < least.value() ? next : least,
                    next.value() > greatest.value() ? next : greatest);
        }
    }

    private final ArrayDeque<Slot> slots = new ArrayDeque<>();

    void add(Point point) {
        long number = Math.floorDiv(point.nanos(), SLOT_NANOS);
        Slot last = slots.peekLast();
        if (last != null && last.number() == number) slots.removeLast();
        slots.add(last != null && last.number() == number ? last.and(point) : new Slot(number, point, point));
        if (slots.size() > MOST_SLOTS) slots.remove();
    }

    /** Returns the values since a time, oldest first. */
    List<Point> since(long fromNanos) {
        List<Point> points = new ArrayList<>();
        for (Slot slot : slots) {
            boolean up = slot.least().nanos() - slot.greatest().nanos() <= 0;
            add(points, up ? slot.least() : slot.greatest(), fromNanos);
            if (!slot.least().equals(slot.greatest())) add(points, up ? slot.greatest() : slot.least(), fromNanos);
        }
        return points;
    }

    private static void add(List<Point> points, Point point, long fromNanos) {
        if (point.nanos() - fromNanos >= 0) points.add(point);
    }
}
