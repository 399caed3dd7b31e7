package dev.holdfast.internal;

import dev.holdfast.Backoff;
import dev.holdfast.Credentials;
import dev.holdfast.CursorStore;
import dev.holdfast.Decoder;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Monitor;
import dev.holdfast.Unconfirmed;
import dev.holdfast.Unreadable;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a client was built from. Written by the builder only, before anything else sees it. */
public final class Settings {
    /** The URL and headers. */
    public final Target base;

    /** How it connects. */
    public final Transport transport;

    /** Makes its connections. */
    public final Dialer dialer;

    /** How it talks. */
    public final WireProtocol protocol;

    /** What it shares with the clients it is derived from. */
    public final Shared shared;

    /** Asked before each attempt, null for none. */
    public @Nullable Credentials credentials;

    /** Delays. */
    public Backoff backoff = Backoff.defaults();

    /** Null for the transport's default. */
    public @Nullable Heartbeat heartbeat;

    /** Bounds. */
    public Limits limits = Limits.defaults();

    /** Where listeners run. */
    public Delivery delivery = Delivery.background();

    /** How payloads become objects. */
    public Decoder decoder;

    /** What becomes of a publish whose receipt did not come. */
    public Unconfirmed unconfirmed = Unconfirmed.FAIL;

    /** What becomes of a position behind which nothing can be read. */
    public Unreadable unreadable = Unreadable.stop(3);

    /** Where positions are kept, null for nowhere. */
    public @Nullable CursorStore cursorStore;

    /** Hears of everything. */
    Monitored monitored = new Monitored(Collections.emptyList());

    /** How many attempts the client has made. */
    final AtomicLong attempts = new AtomicLong();

    /** The header that carries an attempt's name to the server, null for none. */
    public @Nullable String attemptHeader;

    /** Everything that has no default. */
    public Settings(
            Target base, Transport transport, Dialer dialer, WireProtocol protocol, Decoder decoder, Shared shared) {
        this.base = base;
        this.transport = transport;
        this.dialer = dialer;
        this.protocol = protocol;
        this.decoder = decoder;
        this.shared = shared;
    }

    /** Has monitors hear of everything. */
    public void monitors(List<Monitor> monitors) {
        monitored = new Monitored(monitors);
    }

    /** What derived clients share: the loop, the threads, chance, one budget of attempts. What changes in it changes on the loop. */
    public static final class Shared {
        private static final int MOST_ATTEMPTS = 64;

        /** The control loop. */
        public final Loop loop;

        /** Threads for reading, writing, and listeners. Each task gets a thread at once, or as soon as there is one. */
        public final Executor workers;

        /** Evenly from 0 to 1, for delays. Called on the loop. */
        public final DoubleSupplier random;

        /** Drives a link once it is started: reads its connection, on a thread of its own unless a test does it. */
        final Consumer<Link> driver;

        /** What a pump waits on when a mailbox is full: its lock's condition, unless a test has its own. */
        final Function<Mutex, Condition> waiting;

        final CallbackScope callbacks = new CallbackScope();

        /** Bounds the attempts of all of them. */
        final AttemptBudget budget;

        /** Names connections and their attempts. */
        final Attempts.Source names;

        /** Hands the outside world in; {@code process} tells its connections' names from those of other processes. */
        public Shared(Loop loop, Executor workers, DoubleSupplier random, String process) {
            this(
                    loop,
                    workers,
                    random,
                    link -> workers.execute(new ReadPump(link, workers)),
                    Mutex::newCondition,
                    process);
        }

        Shared(Loop loop, Executor workers, DoubleSupplier random, Consumer<Link> driver) {
            this(loop, workers, random, driver, Mutex::newCondition, "c");
        }

        Shared(
                Loop loop,
                Executor workers,
                DoubleSupplier random,
                Consumer<Link> driver,
                Function<Mutex, Condition> waiting,
                String process) {
            this.loop = loop;
            this.workers = new Insistent(loop, workers);
            this.random = random;
            this.driver = driver;
            this.waiting = waiting;
            this.names = new Attempts.Source(process);
            this.budget = new AttemptBudget(loop, MOST_ATTEMPTS);
        }
    }
}
