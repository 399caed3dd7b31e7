package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Standing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream relative to a cursor.
 *
 * @param last its last-generated-id, or a {@link Ground} without a stream
 * @param maxDeleted its max-deleted-entry-id, which trimming does not move
 * @param before the position before the first entry after the cursor, or null if there is no such entry
 * @param foreign whether that entry was not written by this server, so that its predecessor is unknown
 */
record StreamFacts(
        EventId last, EventId maxDeleted, @Nullable EventId before, boolean foreign) {
    /** Evaluates the cursor for a stream with this retention. */
    Standing judge(EventId cursor, Duration retention) {
        if (before == null) {
            boolean newest = cursor.equals(last) || Ground.isUnbroken(cursor, last, retention);
            return new Standing(newest ? Continuity.RESUMED : Continuity.GAP, last);
        }
        // Redis reports the largest deleted id. If it is after the cursor, a message after the cursor is missing.
        boolean follows = before.equals(cursor) || Ground.isUnbroken(cursor, before, retention);
        boolean whole = follows && !foreign && !maxDeleted.isAfter(cursor);
        return new Standing(whole ? Continuity.RESUMED : Continuity.GAP, before);
    }
}
