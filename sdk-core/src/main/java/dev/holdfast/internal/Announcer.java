package dev.holdfast.internal;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells connection listeners what happens, in order: on the app's executor where it has one, always off the loop. */
final class Announcer {
    private final Settings settings;
    private final SerialTasks tasks;
    private final SerialTasks monitoring;
    private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Throwable lastFailure;

    Announcer(Settings settings) {
        this.settings = settings;
        Executor own = settings.delivery.executor();
        this.monitoring = new SerialTasks(settings.shared.workers);
        this.tasks = own == null ? monitoring : new SerialTasks(settings.shared.workers, own);
    }

    void add(ConnectionListener listener) {
        listeners.add(listener);
    }

    void remove(ConnectionListener listener) {
        listeners.remove(listener);
    }

    void tell(ConnectionEvent event) {
        if (settings.monitored.isThere())
            monitoring.add(() ->
                    settings.shared.callbacks.run(() -> settings.monitored.tell(m -> m.onConnectionEvent(event))));
        if (!listeners.isEmpty()) tasks.add(() -> settings.shared.callbacks.run(() -> tellAll(event)));
    }

    private void tellAll(ConnectionEvent event) {
        for (ConnectionListener listener : listeners) {
            try {
                listener.onConnectionEvent(event);
            } catch (Throwable t) { // the next listener is still owed the event
                failures.incrementAndGet();
                lastFailure = t;
            }
        }
    }

    List<String> describe() {
        List<String> lines = new ArrayList<>();
        if (failures.get() > 0) {
            lines.add("connection listeners threw " + failures + " times, last " + lastFailure);
        }
        if (tasks.thrownAway() > 0) {
            lines.add("connection events not told to a slow listener: " + tasks.thrownAway());
        }
        return lines;
    }
}
