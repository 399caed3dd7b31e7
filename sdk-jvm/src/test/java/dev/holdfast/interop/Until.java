package dev.holdfast.interop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what can only be asked for again and again, such as what another process does. */
public final class Until {
    /** No test waits longer for one thing. It is a bound, not an expectation. */
    public static final Duration BOUND = Duration.ofSeconds(30);

    private static final Executor PACE = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private Until() {}

    /** Returns when it holds; fails when that takes too long, with what is said then. */
    public static void holds(Supplier<String> otherwise, Callable<Boolean> check) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!passes(check)) {
            if (System.nanoTime() > deadline) throw new AssertionError(otherwise.get());
            CompletableFuture.runAsync(() -> {}, PACE).join();
        }
    }

    private static boolean passes(Callable<Boolean> check) {
        try {
            return check.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
