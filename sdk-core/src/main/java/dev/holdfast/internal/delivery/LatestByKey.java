package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queued messages by key. A new message supersedes the queued message of the same key. */
@GuardedBy("Mailbox.lock")
final class LatestByKey {
    private final Map<Object, TrackedMessage> byKey = new HashMap<>();

    /** Adds a message. Returns the message that it supersedes; null if there is none or the new one has no key. */
    @Nullable
    TrackedMessage put(TrackedMessage message) {
        Object key = message.key();
        TrackedMessage before = key == null ? null : byKey.put(key, message);
        if (before != null) before.markSuperseded();
        return before;
    }

    /** Returns the message that this one would supersede; null if there is none. */
    @Nullable
    TrackedMessage get(TrackedMessage message) {
        return byKey.get(message.key());
    }

    /** Removes a message that left the queue. A newer message of the same key stays. */
    void remove(TrackedMessage message) {
        Object key = message.key();
        if (key != null) byKey.remove(key, message);
    }

    void clear() {
        byKey.clear();
    }
}
