package dev.holdfast.desktop.view;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The background threads of the window, each running one task at a time. */
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

    /** Returns the executor for searches and payload layout. */
    Executor reader() {
        return reader;
    }

    /** Returns the executor for drawing the chart. */
    Executor painter() {
        return painter;
    }

    /** Returns the executor for exports. */
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
