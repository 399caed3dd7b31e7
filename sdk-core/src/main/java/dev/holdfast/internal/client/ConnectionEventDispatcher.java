package dev.holdfast.internal.client;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.Delivery;
import dev.holdfast.internal.runtime.CallbackScope;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.internal.runtime.SerialExecutor;
import dev.holdfast.internal.runtime.SharedRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The dispatcher of connection events to listeners and monitors, in order. Listeners run on the app's executor if it
 * set one. Never runs them on the loop.
 */
public final class ConnectionEventDispatcher {
    private final CompositeMonitor monitor;
    private final CallbackScope callbacks;
    private final SerialExecutor listenerTasks;
    private final SerialExecutor monitorTasks;
    private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Throwable lastFailure;

    public ConnectionEventDispatcher(CompositeMonitor monitor, SharedRuntime runtime, Delivery delivery) {
        this.monitor = monitor;
        this.callbacks = runtime.callbacks;
        Executor own = delivery.executor();
        this.monitorTasks = new SerialExecutor(runtime.workers);
        this.listenerTasks = own == null ? monitorTasks : new SerialExecutor(runtime.workers, own);
    }

    public void addListener(ConnectionListener listener) {
        listeners.add(listener);
    }

    void removeListener(ConnectionListener listener) {
        listeners.remove(listener);
    }

    public void dispatch(ConnectionEvent event) {
        if (monitor.hearsConnections())
            monitorTasks.execute(() -> callbacks.run(() -> monitor.connectionChanged(event)));
        if (!listeners.isEmpty()) listenerTasks.execute(() -> callbacks.run(() -> notifyListeners(event)));
    }

    private void notifyListeners(ConnectionEvent event) {
        for (ConnectionListener listener : listeners) {
            try {
                listener.onConnectionEvent(event);
            } catch (Throwable t) { // the other listeners still have to receive the event
                failures.incrementAndGet();
                lastFailure = t;
            }
        }
    }

    public List<String> describeFailures() {
        List<String> lines = new ArrayList<>();
        if (failures.get() > 0) {
            lines.add("connection listeners threw " + failures + " times, last " + CloseReasons.describe(lastFailure));
        }
        if (listenerTasks.discardedTasks() > 0) {
            lines.add("connection events dropped for a slow listener: " + listenerTasks.discardedTasks());
        }
        return lines;
    }
}
