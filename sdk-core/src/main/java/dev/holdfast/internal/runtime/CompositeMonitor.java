package dev.holdfast.internal.runtime;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.Monitor;
import dev.holdfast.spi.PlatformWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The app's monitors and platform watchers. Their exceptions are counted and otherwise ignored. */
public final class CompositeMonitor {
    private final List<Monitor> monitors;
    private final List<PlatformWatcher> watchers;
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Throwable lastFailure;

    public CompositeMonitor(List<Monitor> monitors, List<PlatformWatcher> watchers) {
        this.monitors = monitors;
        this.watchers = watchers;
    }

    /** Returns true if there is a monitor. */
    public boolean hasMonitors() {
        return !monitors.isEmpty();
    }

    public void notifyEach(Consumer<Monitor> call) {
        callEach(monitors, call);
    }

    /** Calls every platform watcher. */
    public void notifyWatchers(Consumer<PlatformWatcher> call) {
        callEach(watchers, call);
    }

    /** Returns true if a monitor or watcher receives connection events. */
    public boolean hearsConnections() {
        return !monitors.isEmpty() || !watchers.isEmpty();
    }

    /** Passes a connection event on. */
    public void connectionChanged(ConnectionEvent event) {
        notifyEach(m -> m.onConnectionEvent(event));
        notifyWatchers(w -> w.onConnectionEvent(event));
    }

    private <T> void callEach(List<T> receivers, Consumer<T> call) {
        for (int i = 0; i < receivers.size(); i++) {
            try {
                call.accept(receivers.get(i));
            } catch (Throwable t) { // from the app's code
                failures.incrementAndGet();
                lastFailure = t;
            }
        }
    }

    public List<String> describeFailures() {
        List<String> lines = new ArrayList<>();
        if (failures.get() > 0)
            lines.add("monitors and watchers threw " + failures + " times, last " + CloseReasons.describe(lastFailure));
        return lines;
    }
}
