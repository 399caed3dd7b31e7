package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Latencies;
import java.awt.EventQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A probe that measures the latency of the event thread twenty times a second. */
final class EdtProbe implements AutoCloseable {
    private static final long EVERY_MILLIS = 50;

    private final Latencies latencies = new Latencies();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "edt-probe");
        thread.setDaemon(true);
        return thread;
    });

    void start() {
        var unused = timer.scheduleAtFixedRate(this::ask, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        long asked = System.nanoTime();
        EventQueue.invokeLater(() -> latencies.add(System.nanoTime() - asked));
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
