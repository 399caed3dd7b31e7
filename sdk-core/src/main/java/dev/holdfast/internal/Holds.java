package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a client makes no attempt: the app's pause, the platform's holds. On the loop. */
final class Holds {
    /** The app's. No platform's hold is told by this name. */
    static final String APP = "The client was paused";

    private final Map<String, CloseReason> whys = new LinkedHashMap<>();

    void add(String why) {
        whys.putIfAbsent(why, CloseReason.retryable(CloseReason.Kind.IDLE, why));
    }

    /** Whether there was such a one. */
    boolean remove(String why) {
        return whys.remove(why) != null;
    }

    /** The first that is left, as the reason to say; null for none. */
    @Nullable
    CloseReason why() {
        return whys.isEmpty() ? null : whys.values().iterator().next();
    }
}
