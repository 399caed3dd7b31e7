package dev.holdfast.android;

import android.app.Activity;
import android.app.ActivityManager;
import android.app.Application;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether an activity of the app is visible. On the main thread. */
final class Foreground implements Application.ActivityLifecycleCallbacks {
    /** Turning the device takes the activity away and brings it back. */
    private static final long TURN_MILLIS = 700;

    /** Hears of it, on the main thread. */
    interface Listener {
        void shown();

        void hidden();
    }

    private final Application application;
    private final Handler handler = new Handler(Looper.getMainLooper());
    private final Set<Activity> started = Collections.newSetFromMap(new WeakHashMap<>());
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean registered = new AtomicBoolean();
    private final Runnable hide = this::hide;
    private boolean visible;

    Foreground(Application application) {
        this.application = application;
    }

    /** Any thread. Once registered it stays: who comes later must not have missed an activity. */
    void add(Listener listener) {
        if (registered.compareAndSet(false, true)) {
            application.registerActivityLifecycleCallbacks(this);
            handler.post(this::begin); // who comes meanwhile, on another thread, may be told before
        }
        listeners.add(listener);
        handler.post(() -> tell(listener));
    }

    /** An activity may have been started before anybody asked. Behind it and on its thread, none comes in between. */
    private void begin() {
        ActivityManager.RunningAppProcessInfo self = new ActivityManager.RunningAppProcessInfo();
        ActivityManager.getMyMemoryState(self);
        if (visible
                || self.importance > ActivityManager.RunningAppProcessInfo.IMPORTANCE_VISIBLE
                || self.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND_SERVICE) return;
        visible = true;
        listeners.forEach(Listener::shown);
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
        if (visible) return;
        visible = true;
        listeners.forEach(Listener::shown);
    }

    private void hide() {
        if (!started.isEmpty() || !visible) return;
        visible = false;
        listeners.forEach(Listener::hidden);
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
        started.remove(activity);
        if (started.isEmpty()) handler.postDelayed(hide, TURN_MILLIS);
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
