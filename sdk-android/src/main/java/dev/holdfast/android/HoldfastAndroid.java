package dev.holdfast.android;

import android.content.Context;
import dev.holdfast.Delivery;
import dev.holdfast.RealtimeClient;

/**
 * The entry point for Android apps. A builder from here has these parts, each of which can also be used alone:
 *
 * <ul>
 *   <li>{@link NetworkWatch}: makes no attempt without a network, and one at once when a network is available again;
 *   <li>{@link AppWatch}: pauses the client after some time in the background, and resumes it with the app;
 *   <li>{@link SleepWatch}: checks connections after the device has slept;
 *   <li>{@link MainThread}: runs listeners on the main thread, a burst of messages in one task of the looper;
 *   <li>{@link PrivateCursors}: stores cursors in the app's private files.
 * </ul>
 */
public final class HoldfastAndroid {
    private HoldfastAndroid() {}

    /**
     * Returns a builder of clients that are paused 30 s after the app went to the background. Any thread; no I/O.
     *
     * @throws IllegalStateException when the merged manifest lacks the permission {@code ACCESS_NETWORK_STATE}, or the
     *     app has no {@code Application} yet
     */
    public static RealtimeClient.Builder builder(Context context, String url) {
        return builder(context, url, BackgroundPolicy.DEFAULT);
    }

    /**
     * Returns a builder of clients with another policy for the background. Any thread; no I/O.
     *
     * @throws IllegalStateException when the merged manifest lacks the permission {@code ACCESS_NETWORK_STATE}, or the
     *     app has no {@code Application} yet
     */
    public static RealtimeClient.Builder builder(Context context, String url, BackgroundPolicy background) {
        return RealtimeClient.builder(url)
                .delivery(Delivery.on(MainThread.executor()))
                .cursorStore(PrivateCursors.of(context))
                .platformWatcher(NetworkWatch.of(context))
                .platformWatcher(AppWatch.of(context, background))
                .platformWatcher(SleepWatch.of(context));
    }
}
