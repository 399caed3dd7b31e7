package dev.holdfast.internal.client;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reasons why a client makes no attempt: the app's pause and those of platform watchers. */
@OnLoop
final class PauseReasons {
    /** The reason of the app's pause. No platform watcher uses this text. */
    static final String APP_PAUSE = "The client was paused";

    private final Map<String, CloseReason> reasons = new LinkedHashMap<>();

    void add(String why) {
        reasons.putIfAbsent(why, CloseReason.retryable(CloseReason.Kind.IDLE, why));
    }

    /** Removes a reason; returns false if there was no such reason. */
    boolean remove(String why) {
        return reasons.remove(why) != null;
    }

    /** Returns the oldest remaining reason, which events report; null if there is none. */
    @Nullable
    CloseReason current() {
        return reasons.isEmpty() ? null : reasons.values().iterator().next();
    }
}
