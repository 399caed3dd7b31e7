package dev.holdfast.internal.session;

import dev.holdfast.internal.runtime.OnLoop;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of the targets that failed last, by URL. A back-off belongs to the target: a new subscription must not
 * skip the one that an earlier subscription with a connection of its own left behind.
 */
@OnLoop
public final class TargetSchedules {
    private static final int MAX_TARGETS = 1024;

    private final Map<String, ReconnectSchedule> failed = new LinkedHashMap<>();

    /** Returns the schedule of a target, null if it has not failed or its back-off has been over for some time. */
    @Nullable
    ReconnectSchedule find(String url, long now) {
        ReconnectSchedule found = failed.get(url);
        return found == null || found.isOver(now) ? null : found;
    }

    /** Remembers the schedule of a target that has failed. Forgets those at the front that are over or too many. */
    void remember(String url, ReconnectSchedule schedule, long now) {
        failed.remove(url);
        failed.put(url, schedule);
        Iterator<ReconnectSchedule> oldest = failed.values().iterator();
        while (oldest.next().isOver(now) || failed.size() > MAX_TARGETS) oldest.remove();
    }

    /** Forgets all targets. */
    public void clear() {
        failed.clear();
    }
}
