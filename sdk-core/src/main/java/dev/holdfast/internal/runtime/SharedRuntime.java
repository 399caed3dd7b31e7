package dev.holdfast.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** What derived clients share: the loop, the threads, chance, one budget of attempts. What changes in it changes on the loop. */
public final class SharedRuntime {
    private static final int MAX_ATTEMPTS = 64;

    /** The control loop. */
    public final EventLoop loop;

    /** Threads for reading, writing, and listeners. Each task gets a thread at once, or as soon as there is one. */
    public final Executor workers;

    /** Evenly from 0 to 1, for delays. */
    public final @OnLoop DoubleSupplier random;

    /** Runs the pump of each link: on a thread of its own, unless a test reads the connection itself. */
    public final Executor pumps;

    /** What a pump waits on when a mailbox is full: its lock's condition, unless a test has its own. */
    public final Function<Mutex, Condition> conditions;

    public final CallbackScope callbacks = new CallbackScope();

    /** Bounds the attempts of all of them. */
    public final ConnectLimiter connectLimiter;

    /** Names connections and their attempts. */
    public final AttemptNames.Source attemptNames;

    /** Hands the outside world in; {@code process} tells its connections' names from those of other processes. */
    public SharedRuntime(EventLoop loop, Executor workers, DoubleSupplier random, String process) {
        this(loop, workers, random, workers, Mutex::newCondition, process);
    }

    /** The same, with the tests' own pumps and conditions. */
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
