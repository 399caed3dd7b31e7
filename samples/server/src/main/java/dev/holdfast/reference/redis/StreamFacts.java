package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What a stream says when it is asked about a cursor.
 *
 * @param last its last-generated-id
 * @param maxDeleted its max-deleted-entry-id, which trimming does not move
 * @param before the place before the first entry behind the cursor; null where there is no such entry
 * @param begins whether that entry is the stream's beginning, which nothing comes before
 */
record StreamFacts(
        EventId last, EventId maxDeleted, @Nullable EventId before, boolean begins) {
    /** The reader of a stream sees its beginning as a place only. */
    Standing judge(EventId cursor) {
        if (before == null) {
            boolean newest = cursor.equals(last);
            return new Standing(newest ? Continuity.RESUMED : Continuity.GAP, last);
        }
        // Of what was deleted one by one, the largest id is known: behind the cursor, it is missing from what follows.
        boolean whole = !begins && before.equals(cursor) && !maxDeleted.isAfter(cursor);
        return new Standing(whole ? Continuity.RESUMED : Continuity.GAP, before);
    }
}
