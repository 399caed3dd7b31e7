package dev.holdfast.internal.delivery;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages that come a second time in the overlap after a resume. Only ids set by the message itself count, only
 * until the first unseen one, and a break in the stream empties it. Used under the mailbox's lock.
 */
final class DuplicateWindow {
    private static final int MAX_IDS = 1024;
    /** A longer id is no id but an attempt to fill the memory. */
    private static final int MAX_ID_CHARS = 1024;

    private @Nullable String[] ids = new String[8];
    private int next;
    private int count;
    /** What was seen before the resume; null outside an overlap. */
    private @Nullable Set<String> overlap;

    /** The stream goes on where it ended, as far as the server says: what comes now may have come before. */
    void streamResumed() {
        Set<String> seen = new HashSet<>();
        for (String id : ids) if (id != null) seen.add(id);
        overlap = seen.isEmpty() ? null : seen;
    }

    /** What comes now has nothing to do with what came before. */
    void streamBroken() {
        Arrays.fill(ids, null);
        next = 0;
        count = 0;
        overlap = null;
    }

    /** Whether something may still come a second time. */
    boolean hasOverlap() {
        return overlap != null;
    }

    /** Whether a message with this id was taken before the resume. */
    boolean isDuplicate(String id) {
        if (overlap == null) return false;
        if (overlap.contains(id)) return true;
        overlap = null;
        return false;
    }

    void remember(String id) {
        if (id.length() > MAX_ID_CHARS) return;
        if (count == ids.length && count < MAX_IDS) {
            ids = Arrays.copyOf(ids, count * 2);
            next = count;
        }
        ids[next] = id;
        next = (next + 1) % ids.length;
        if (count < ids.length) count++;
    }
}
