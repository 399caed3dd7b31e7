package dev.holdfast.android;

import android.app.Application;
import android.content.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a process has once. The only state that is static: the platform counts callbacks by process, not by client. */
final class Parts {
    private static final Map<Context, Parts> ALL = new ConcurrentHashMap<>();

    final Connectivity connectivity;
    final Foreground foreground;

    private Parts(Context context) {
        if (!(context instanceof Application)) {
            throw new IllegalStateException(
                    "The app has no Application yet: begin in Application.onCreate or later, not in attachBaseContext");
        }
        connectivity = new Connectivity(context);
        foreground = new Foreground((Application) context);
    }

    static Parts of(Context context) {
        return ALL.computeIfAbsent(PrivateCursors.application(context), Parts::new);
    }
}
