package dev.holdfast.internal.runtime;

import dev.holdfast.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The app's monitors, kept from doing harm: what they throw is counted. */
public final class CompositeMonitor {
    private final List<Monitor> monitors;
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Throwable lastFailure;

    CompositeMonitor(List<Monitor> monitors) {
        this.monitors = new ArrayList<>(monitors);
    }

    /** Whether anybody hears what is told. */
    public boolean hasMonitors() {
        return !monitors.isEmpty();
    }

    public void notifyEach(Consumer<Monitor> word) {
        for (int i = 0; i < monitors.size(); i++) {
            try {
                word.accept(monitors.get(i));
            } catch (Throwable t) { // the app's code
                failures.incrementAndGet();
                lastFailure = t;
            }
        }
    }

    public List<String> describeFailures() {
        List<String> lines = new ArrayList<>();
        if (failures.get() > 0) lines.add("monitors threw " + failures + " times, last " + lastFailure);
        return lines;
    }
}
