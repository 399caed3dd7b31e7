package dev.holdfast.internal.client;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.SerialExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells connection listeners what happens, in order: on the app's executor where it has one, always off the loop. */
public final class ConnectionEventDispatcher {
    private final ClientConfig config;
    private final SerialExecutor listenerTasks;
    private final SerialExecutor monitorTasks;
    private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Throwable lastFailure;

    public ConnectionEventDispatcher(ClientConfig config) {
        this.config = config;
        Executor own = config.delivery.executor();
        this.monitorTasks = new SerialExecutor(config.runtime.workers);
        this.listenerTasks = own == null ? monitorTasks : new SerialExecutor(config.runtime.workers, own);
    }

    public void addListener(ConnectionListener listener) {
        listeners.add(listener);
    }

    void removeListener(ConnectionListener listener) {
        listeners.remove(listener);
    }

    public void dispatch(ConnectionEvent event) {
        if (config.monitor.hasMonitors())
            monitorTasks.execute(() ->
                    config.runtime.callbacks.run(() -> config.monitor.notifyEach(m -> m.onConnectionEvent(event))));
        if (!listeners.isEmpty())
            listenerTasks.execute(() -> config.runtime.callbacks.run(() -> notifyListeners(event)));
    }

    private void notifyListeners(ConnectionEvent event) {
        for (ConnectionListener listener : listeners) {
            try {
                listener.onConnectionEvent(event);
            } catch (Throwable t) { // the next listener is still owed the event
                failures.incrementAndGet();
                lastFailure = t;
            }
        }
    }

    public List<String> describeFailures() {
        List<String> lines = new ArrayList<>();
        if (failures.get() > 0) {
            lines.add("connection listeners threw " + failures + " times, last " + lastFailure);
        }
        if (listenerTasks.discardedTasks() > 0) {
            lines.add("connection events not told to a slow listener: " + listenerTasks.discardedTasks());
        }
        return lines;
    }
}
