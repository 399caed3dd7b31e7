package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Standing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a stream says when it is asked about a cursor.
 *
 * @param last its last-generated-id; a {@link Ground} where there is no stream
 * @param maxDeleted its max-deleted-entry-id, which trimming does not move
 * @param before the place before the first entry behind the cursor; null where there is no such entry
 * @param foreign whether that entry is none of ours, so that it is not known what comes before it
 */
record StreamFacts(
        EventId last, EventId maxDeleted, @Nullable EventId before, boolean foreign) {
    /** Of a stream that is kept for so long after it was last used. */
    Standing judge(EventId cursor, Duration retention) {
        if (before == null) {
            boolean newest = cursor.equals(last) || Ground.isUnbroken(cursor, last, retention);
            return new Standing(newest ? Continuity.RESUMED : Continuity.GAP, last);
        }
        // Of what was deleted one by one, the largest id is known: behind the cursor, it is missing from what follows.
        boolean follows = before.equals(cursor) || Ground.isUnbroken(cursor, before, retention);
        boolean whole = follows && !foreign && !maxDeleted.isAfter(cursor);
        return new Standing(whole ? Continuity.RESUMED : Continuity.GAP, before);
    }
}
