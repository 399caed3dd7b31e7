package dev.holdfast.desktop.feed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Draws the frames of a desk without a window, until what a test waits for is there. */
final class Frames {
    private static final Executor PACE = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    /** A bound, not an expectation. */
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(50);

    private Frames() {}

    static void until(Desk desk, String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + BOUND_NANOS;
        do {
            CompletableFuture.runAsync(() -> {}, PACE).join();
            desk.frame(System.nanoTime(), true);
            if (System.nanoTime() > deadline) throw new AssertionError("It never was so: " + what);
        } while (!holds.getAsBoolean());
    }
}
