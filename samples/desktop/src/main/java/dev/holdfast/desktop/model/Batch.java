package dev.holdfast.desktop.model;

import java.util.List;
import java.util.Map;

/**
 * What came in between two frames.
 *
 * @param entries the newest messages, oldest first
 * @param notKept how many more there were before them
 * @param tallies what came for each topic, the messages not kept included
 * @param points values of the fields that the chart shows
 * @param fields numeric fields that messages had
 * @param happenings what else happened, in order
 * @param missed happenings for which there was no room
 */
public record Batch(
        List<Entry> entries,
        long notKept,
        Map<String, Tally> tallies,
        List<Point> points,
        List<Field> fields,
        List<Happening> happenings,
        long missed) {
    /** Messages in all. */
    public long messages() {
        return entries.size() + notKept;
    }
}
