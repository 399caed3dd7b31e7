package dev.holdfast.internal.client;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a client makes no attempt: the app's pause, the platform's holds. */
@OnLoop
final class PauseReasons {
    /** The app's. No platform's hold is told by this name. */
    static final String APP_PAUSE = "The client was paused";

    private final Map<String, CloseReason> reasons = new LinkedHashMap<>();

    void add(String why) {
        reasons.putIfAbsent(why, CloseReason.retryable(CloseReason.Kind.IDLE, why));
    }

    /** Whether there was such a one. */
    boolean remove(String why) {
        return reasons.remove(why) != null;
    }

    /** The first that is left, as the reason to say; null for none. */
    @Nullable
    CloseReason current() {
        return reasons.isEmpty() ? null : reasons.values().iterator().next();
    }
}
