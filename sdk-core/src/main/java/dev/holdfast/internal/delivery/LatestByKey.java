package dev.holdfast.internal.delivery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that wait, by their keys: the next of a key supersedes the one before. Under the mailbox's lock. */
final class LatestByKey {
    private final Map<Object, TrackedMessage> byKey = new HashMap<>();

    /** Takes a message in; answers the one that gives way to it, null when there is none. */
    @Nullable
    TrackedMessage put(TrackedMessage message) {
        Object key = message.key();
        TrackedMessage before = key == null ? null : byKey.put(key, message);
        if (before != null) before.markSuperseded();
        return before;
    }

    /** It waits no longer. */
    void remove(TrackedMessage message) {
        Object key = message.key();
        if (key != null) byKey.remove(key, message);
    }

    void clear() {
        byKey.clear();
    }
}
