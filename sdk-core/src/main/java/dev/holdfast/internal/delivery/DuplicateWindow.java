package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.GuardedBy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A window of recent message ids that detects duplicates after a resume. It contains only ids set by the message
 * itself. The overlap ends with the first unseen id. A break in the stream empties the window.
 */
@GuardedBy("Mailbox.lock")
final class DuplicateWindow {
    private static final int MAX_IDS = 1024;
    /** Longer ids are not remembered, so that a server cannot fill the memory with them. */
    private static final int MAX_ID_CHARS = 1024;

    private @Nullable String[] ids = new String[8];
    private int next;
    private int count;
    /** The ids received before the resume; null outside an overlap. */
    private @Nullable Set<String> overlap;

    /** Starts an overlap: the server reports that the stream continues, so messages may arrive a second time. */
    void streamResumed() {
        Set<String> seen = new HashSet<>();
        for (String id : ids) if (id != null) seen.add(id);
        overlap = seen.isEmpty() ? null : seen;
    }

    /** Forgets all ids: the next messages do not continue the stream. */
    void streamBroken() {
        Arrays.fill(ids, null);
        next = 0;
        count = 0;
        overlap = null;
    }

    /** Returns true if duplicates may still arrive. */
    boolean hasOverlap() {
        return overlap != null;
    }

    /** Returns true if a message with this id was received before the resume. An unseen id ends the overlap. */
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
