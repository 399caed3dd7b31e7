package dev.holdfast.desktop.view;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the event thread has others do, one thing at a time each. */
class Workers implements AutoCloseable {
    private final ExecutorService reader = worker("desk-reader");
    private final ExecutorService painter = worker("desk-painter");
    private final ExecutorService writer = worker("desk-writer");

    private static ExecutorService worker(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks through messages, and lays one out. */
    Executor reader() {
        return reader;
    }

    /** Draws the chart. */
    Executor painter() {
        return painter;
    }

    /** Writes exports. */
    Executor writer() {
        return writer;
    }

    @Override
    public void close() {
        reader.shutdownNow();
        painter.shutdownNow();
        writer.shutdown();
    }
}
