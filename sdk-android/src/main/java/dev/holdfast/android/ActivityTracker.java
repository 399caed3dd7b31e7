package dev.holdfast.android;

import android.app.Activity;
import android.app.ActivityManager;
import android.app.Application;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether an activity of the app is visible. On the main thread. */
final class ActivityTracker implements Application.ActivityLifecycleCallbacks {
    /** Turning the device takes the activity away and brings it back. */
    private static final long TURN_MILLIS = 700;
    /** One that shows something now may not do so for long, and then nobody says so. */
    private static final long GUESS_MILLIS = 30_000;

    /** Hears of it, on the main thread. */
    interface Listener {
        void shown();

        void hidden();
    }

    private final Application application;
    private final Handler handler = new Handler(Looper.getMainLooper());
    /** Each leaves it when it is stopped, which comes before it is destroyed. */
    private final Set<Activity> started = new HashSet<>();

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean registered = new AtomicBoolean();
    private final Runnable hide = this::hide;
    private final Runnable guess = this::guess;
    private boolean visible;

    ActivityTracker(Application application) {
        this.application = application;
    }

    /** Any thread. Once registered it stays: who comes later must not have missed an activity. */
    void add(Listener listener) {
        if (registered.compareAndSet(false, true)) application.registerActivityLifecycleCallbacks(this);
        listeners.add(listener);
        handler.post(guess);
        handler.post(() -> tell(listener));
    }

    /**
     * An activity may have been started before anybody listened. While none is known, what the system says of the process
     * is all there is to go by, and a yes is asked for again.
     */
    private void guess() {
        handler.removeCallbacks(guess);
        if (!started.isEmpty() || listeners.isEmpty()) return;
        ActivityManager.RunningAppProcessInfo self = new ActivityManager.RunningAppProcessInfo();
        ActivityManager.getMyMemoryState(self);
        // Between the two are services, and an activity on a screen that is off.
        boolean now = self.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
                || self.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_VISIBLE;
        if (now) handler.postDelayed(guess, GUESS_MILLIS);
        become(now);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
    }

    private void tell(Listener listener) {
        if (visible) listener.shown();
        else listener.hidden();
    }

    private void show(Activity activity) {
        started.add(activity);
        handler.removeCallbacks(hide);
        become(true);
    }

    private void hide() {
        if (started.isEmpty()) become(false);
    }

    private void become(boolean now) {
        if (now == visible) return;
        visible = now;
        listeners.forEach(this::tell);
    }

    @Override
    public void onActivityStarted(Activity activity) {
        show(activity);
    }

    /** One that was there before us, and comes to the front again. */
    @Override
    public void onActivityResumed(Activity activity) {
        show(activity);
    }

    @Override
    public void onActivityStopped(Activity activity) {
        // One that was there before us says nothing of another that was: it may have opened it.
        Runnable next = started.remove(activity) ? hide : guess;
        if (started.isEmpty()) handler.postDelayed(next, TURN_MILLIS);
    }

    @Override
    public void onActivityCreated(Activity activity, @Nullable Bundle state) {}

    @Override
    public void onActivityPaused(Activity activity) {}

    @Override
    public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

    @Override
    public void onActivityDestroyed(Activity activity) {}
}
