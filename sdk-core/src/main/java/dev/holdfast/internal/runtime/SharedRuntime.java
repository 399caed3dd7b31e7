package dev.holdfast.internal.runtime;

import java.lang.ref.Reference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The resources that derived clients share: the loop, the threads, the random source, and the budget of attempts.
 * Changes happen on the loop.
 */
public final class SharedRuntime {
    private static final int MAX_ATTEMPTS = 64;

    /** The control loop. */
    public final EventLoop loop;

    /** Threads for reading, writing and listeners. Each task gets a thread at once, or as soon as one is available. */
    public final Executor workers;

    /** Uniformly distributed from 0 to 1, for delays. */
    public final @OnLoop DoubleSupplier random;

    /** Runs the read pump of each link on its own thread, unless a test reads the connection itself. */
    public final Executor pumps;

    /** Makes the condition on which a pump waits when a mailbox is full; tests replace it. */
    public final Function<Mutex, Condition> conditions;

    public final CallbackScope callbacks = new CallbackScope();

    /** Bounds the concurrent attempts of all clients. */
    public final ConnectLimiter connectLimiter;

    /** The keys of cursor stores in use, each the value of itself. An entry goes when the last user of its key does. */
    public final Map<Object, Reference<Object>> cursorKeys = Collections.synchronizedMap(new WeakHashMap<>());

    /** Names connections and their attempts. */
    public final AttemptNames.Source attemptNames;

    /**
     * Makes a runtime.
     *
     * @param process distinguishes the names of its connections from those of other processes
     */
    public SharedRuntime(EventLoop loop, Executor workers, DoubleSupplier random, String process) {
        this(loop, workers, random, workers, Mutex::newCondition, process);
    }

    /** Makes a runtime with the pumps and conditions of a test. */
    public SharedRuntime(
            EventLoop loop,
            Executor workers,
            DoubleSupplier random,
            Executor pumps,
            Function<Mutex, Condition> waiting,
            String process) {
        this.loop = loop;
        this.workers = new RetryingExecutor(loop, workers);
        this.random = random;
        this.pumps = pumps;
        this.conditions = waiting;
        this.attemptNames = new AttemptNames.Source(process);
        this.connectLimiter = new ConnectLimiter(loop, MAX_ATTEMPTS);
    }
}
