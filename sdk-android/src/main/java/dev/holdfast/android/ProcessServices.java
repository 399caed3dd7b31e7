package dev.holdfast.android;

import android.app.Application;
import android.content.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The services that exist once per process. The only static state: the platform limits callbacks per process, not per
 * client.
 */
final class ProcessServices {
    private static final Map<Context, ProcessServices> ALL = new ConcurrentHashMap<>();

    final NetworkCallbackHub connectivity;
    final ActivityTracker foreground;

    private ProcessServices(Context context) {
        if (!(context instanceof Application)) {
            throw new IllegalStateException(
                    "The app has no Application yet: build clients in Application.onCreate or later");
        }
        connectivity = new NetworkCallbackHub(context);
        foreground = new ActivityTracker((Application) context);
    }

    static ProcessServices of(Context context) {
        return ALL.computeIfAbsent(PrivateCursors.application(context), ProcessServices::new);
    }
}
