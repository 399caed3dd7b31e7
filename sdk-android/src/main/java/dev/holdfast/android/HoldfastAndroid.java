package dev.holdfast.android;

import android.content.Context;
import dev.holdfast.Delivery;
import dev.holdfast.RealtimeClient;

/**
 * Where an Android app begins. What a builder from here has in place, and each part can be had alone as well:
 *
 * <ul>
 *   <li>{@link NetworkWatch}: no attempt without a network, one at once when there is one again;
 *   <li>{@link AppWatch}: paused a while after the app has gone to the background, and back with it;
 *   <li>{@link SleepWatch}: after the device has slept, connections are looked at before anybody trusts them;
 *   <li>{@link MainThread}: listeners on the main thread, bursts in one message;
 *   <li>{@link PrivateCursors}: positions in the app's private files.
 * </ul>
 */
public final class HoldfastAndroid {
    private HoldfastAndroid() {}

    /**
     * A builder for a feed that is paused 30 s after the app has gone to the background. Any thread; no I/O.
     *
     * @throws IllegalStateException where the app has given the permission {@code ACCESS_NETWORK_STATE} back
     */
    public static RealtimeClient.Builder builder(Context context, String url) {
        return builder(context, url, BackgroundPolicy.pauseAfter(BackgroundPolicy.GRACE));
    }

    /** A builder with another way to live in the background. */
    public static RealtimeClient.Builder builder(Context context, String url, BackgroundPolicy background) {
        return RealtimeClient.builder(url)
                .delivery(Delivery.on(MainThread.executor()))
                .cursorStore(PrivateCursors.of(context))
                .platformWatcher(NetworkWatch.of(context))
                .platformWatcher(AppWatch.of(context, background))
                .platformWatcher(SleepWatch.of(context));
    }
}
