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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tracker of whether an activity of the app is visible. Passes changes to its listeners on the main thread. */
final class ActivityTracker implements Application.ActivityLifecycleCallbacks {
    /** Rotating the device stops the activity and starts it again within this time. */
    private static final long ROTATION_MILLIS = 700;
    /**
     * The interval at which a guess that the app is visible is checked. The system does not report when it becomes
     * wrong.
     */
    private static final long RECHECK_MILLIS = 30_000;

    private final Application application;
    private final Handler handler = new Handler(Looper.getMainLooper());
    /** The visible activities. Each is removed when it is stopped, which happens before it is destroyed. */
    private final Set<Activity> started = new HashSet<>();

    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean registered = new AtomicBoolean();
    private final Runnable hide = this::hide;
    private final Runnable guess = this::guess;
    private boolean visible;

    ActivityTracker(Application application) {
        this.application = application;
    }

    /**
     * Adds a listener and reports the current visibility to it. Any thread. The callback stays registered with the
     * system, so that a listener added later does not miss an activity.
     */
    void add(Consumer<Boolean> listener) {
        if (registered.compareAndSet(false, true)) application.registerActivityLifecycleCallbacks(this);
        listeners.add(listener);
        handler.post(guess);
        handler.post(() -> listener.accept(visible));
    }

    /**
     * Takes the visibility from the system's importance of the process while no activity is known: an activity may have
     * been started before the first listener was added. A guess that the app is visible is repeated.
     */
    private void guess() {
        handler.removeCallbacks(guess);
        if (!started.isEmpty() || listeners.isEmpty()) return;
        ActivityManager.RunningAppProcessInfo self = new ActivityManager.RunningAppProcessInfo();
        ActivityManager.getMyMemoryState(self);
        // Values between these two mean services, or an activity while the screen is off.
        boolean now = self.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
                || self.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_VISIBLE;
        if (now) handler.postDelayed(guess, RECHECK_MILLIS);
        become(now);
    }

    void remove(Consumer<Boolean> listener) {
        listeners.remove(listener);
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
        for (Consumer<Boolean> listener : listeners) listener.accept(now);
    }

    @Override
    public void onActivityStarted(Activity activity) {
        show(activity);
    }

    /** Notices an activity that was started before registration and returns to the foreground. */
    @Override
    public void onActivityResumed(Activity activity) {
        show(activity);
    }

    @Override
    public void onActivityStopped(Activity activity) {
        // An unknown activity was started before registration. It may have opened another that is also unknown.
        Runnable next = started.remove(activity) ? hide : guess;
        if (started.isEmpty()) handler.postDelayed(next, ROTATION_MILLIS);
    }

    @Override
    public void onActivityCreated(Activity activity, @Nullable Bundle savedState) {}

    @Override
    public void onActivityPaused(Activity activity) {}

    @Override
    public void onActivitySaveInstanceState(Activity activity, Bundle outState) {}

    @Override
    public void onActivityDestroyed(Activity activity) {}
}
