package dev.holdfast.desktop.model;

import java.util.List;
import java.util.Map;

/**
 * The events between two frames.
 *
 * @param entries the newest messages, oldest first
 * @param notKept the number of earlier messages that were discarded
 * @param tallies the count for each topic, including discarded messages
 * @param points the values of charted fields
 * @param fields the numeric fields found in messages
 * @param happenings other events, in order
 * @param missed the number of events discarded because the intake was full
 */
public record Batch(
        List<Entry> entries,
        long notKept,
        Map<String, Tally> tallies,
        List<Point> points,
        List<Field> fields,
        List<Happening> happenings,
        long missed) {
    /** Returns the total number of messages. */
    public long messages() {
        return entries.size() + notKept;
    }
}
