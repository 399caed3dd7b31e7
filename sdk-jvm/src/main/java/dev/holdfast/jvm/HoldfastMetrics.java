package dev.holdfast.jvm;

import dev.holdfast.ClientStats;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Monitor;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that publishes the metrics of clients to Micrometer registries. Pass one instance to {@link
 * RealtimeClient.Builder#monitor} of all clients that should be counted together. It may be bound to registries before
 * or after that. Requires {@code micrometer-core} on the class path. Thread-safe.
 *
 * <p>Counters and gauges are read when a registry asks for them. The timers cost two clock reads for each message.
 */
public final class HoldfastMetrics implements MeterBinder, Monitor {
    private final Tags tags;
    /**
     * The open clients. Its lock also guards the counts of closed clients, so that a reader sees each client exactly
     * once.
     */
    private final Set<RealtimeClient> clients = new HashSet<>();

    private final CopyOnWriteArrayList<Timers> registries = new CopyOnWriteArrayList<>();
    /** The times at which connections that are now reconnecting were lost, in nanoseconds, by connection name. */
    private final Map<String, Long> lost = new ConcurrentHashMap<>();

    private final Map<CloseReason.Kind, LongAdder> ended = new EnumMap<>(CloseReason.Kind.class);

    private volatile @Nullable CloseReason lastEnd;

    private HoldfastMetrics(Tags tags) {
        this.tags = tags;
        for (CloseReason.Kind kind : CloseReason.Kind.values()) ended.put(kind, new LongAdder());
    }

    /** Creates metrics with these tags, such as {@code Tag.of("feed", "prices")}. */
    public static HoldfastMetrics create(Tag... tags) {
        return new HoldfastMetrics(Tags.of(tags));
    }

    /** The meters of one registry that are updated on events. */
    private final class Timers {
        final MeterRegistry registry;
        final Timer recovery;
        final Timer handler;
        final Timer roundTrip;

        Timers(MeterRegistry registry) {
            this.registry = registry;
            recovery = Timer.builder("holdfast.recovery")
                    .description("Time from the loss of a connection until the next one is ready")
                    .tags(tags)
                    .register(registry);
            handler = Timer.builder("holdfast.handler")
                    .description("Time to decode a message and run the listener's callback")
                    .tags(tags)
                    .register(registry);
            roundTrip = Timer.builder("holdfast.heartbeat.roundtrip")
                    .description("Time from a heartbeat probe to its reply")
                    .tags(tags)
                    .register(registry);
        }

        void ended(CloseReason reason) {
            Counter.builder("holdfast.ends")
                    .description("Connections and attempts that ended, by reason kind")
                    .tags(tags)
                    .tag("reason", reason.kind().name())
                    .register(registry)
                    .increment();
        }
    }

    /** A counter that sums up the open clients and the clients that were closed. */
    private static final class Count {
        final String name;
        final String description;
        final ToLongFunction<ClientStats> of;
        /** The total of closed clients. Guarded by the lock of {@link #clients}. */
        long finished;

        Count(String name, String description, ToLongFunction<ClientStats> of) {
            this.name = name;
            this.description = description;
            this.of = of;
        }

        static Count total(String name, String description, ToLongFunction<SubscriptionStats> of) {
            return new Count(name, description, stats -> of.applyAsLong(stats.totals()));
        }
    }

    private final List<Count> counts = List.of(
            new Count("attempts", "Connection attempts", ClientStats::attempts),
            Count.total("messages", "Messages received, without duplicates", SubscriptionStats::received),
            Count.total("bytes", "Payload bytes of received messages", SubscriptionStats::bytes),
            Count.total("handled", "Messages whose listener returned or threw", SubscriptionStats::handled),
            Count.total(
                    "duplicates",
                    "Messages ignored because their id was received before",
                    SubscriptionStats::duplicates),
            Count.total("dropped", "Messages dropped by the overflow policy", SubscriptionStats::dropped),
            Count.total(
                    "discarded", "Messages still queued when their subscription ended", SubscriptionStats::discarded),
            Count.total(
                    "errors",
                    "Messages that could not be decoded, callbacks that threw, and cursors that could not be saved",
                    SubscriptionStats::errors),
            Count.total(
                    "subscribes",
                    "Subscriptions and resubscriptions accepted by the server",
                    SubscriptionStats::subscribes),
            Count.total("gaps", "Resubscriptions after which messages are missing", SubscriptionStats::gaps));

    /** Registers all meters. Does nothing if the registry is bound already. */
    @Override
    public void bindTo(MeterRegistry registry) {
        synchronized (registries) {
            if (registries.stream().noneMatch(timers -> timers.registry == registry)) bind(registry);
        }
    }

    private void bind(MeterRegistry registry) {
        for (Count count : counts) {
            FunctionCounter.builder("holdfast." + count.name, this, metrics -> metrics.sum(count))
                    .description(count.description)
                    .tags(tags)
                    .register(registry);
        }
        gauge(registry, "connections", "Connections that are ready", stats -> stats.openConnections());
        gauge(registry, "subscriptions", "Subscriptions that have not ended", stats -> stats.subscriptions());
        gauge(
                registry,
                "queue",
                "Messages waiting for their listeners",
                stats -> stats.totals().queued());
        for (CloseReason.Kind kind : CloseReason.Kind.values()) {
            Gauge.builder("holdfast.last.end", this, metrics -> metrics.isLast(kind) ? 1 : 0)
                    .description("1 for the reason kind of the last connection or attempt that ended, otherwise 0")
                    .tags(tags)
                    .tag("reason", kind.name())
                    .register(registry);
        }
        // Register every kind from the start. A counter that appears with its first event shows no increase.
        ended.forEach((kind, count) -> FunctionCounter.builder("holdfast.subscriptions.ended", count, LongAdder::sum)
                .description("Subscriptions that ended other than by unsubscribe(), by reason kind")
                .tags(tags)
                .tag("reason", kind.name())
                .register(registry));
        registries.add(new Timers(registry));
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<ClientStats> of) {
        Gauge.builder("holdfast." + name, this, metrics -> metrics.now(of))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private double now(ToDoubleFunction<ClientStats> of) {
        synchronized (clients) {
            double sum = 0;
            for (RealtimeClient client : clients) sum += of.applyAsDouble(client.stats());
            return sum;
        }
    }

    private double sum(Count count) {
        synchronized (clients) {
            long sum = count.finished;
            for (RealtimeClient client : clients) sum += count.of.applyAsLong(client.stats());
            return sum;
        }
    }

    private boolean isLast(CloseReason.Kind kind) {
        CloseReason last = lastEnd;
        return last != null && last.kind() == kind;
    }

    private void each(Consumer<Timers> push) {
        registries.forEach(push);
    }

    // ---- events of clients

    @Override
    public void onStarted(RealtimeClient client) {
        synchronized (clients) {
            clients.add(Objects.requireNonNull(client, "client"));
        }
    }

    @Override
    public void onClosed(RealtimeClient client) {
        synchronized (clients) {
            if (!clients.remove(client)) return;
            ClientStats last = client.stats();
            for (Count count : counts) count.finished += count.of.applyAsLong(last);
        }
    }

    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        ConnectionState now = event.current();
        boolean waits = now == ConnectionState.RECONNECTING;
        if (now == ConnectionState.CONNECTED) {
            Long since = lost.remove(event.connection());
            if (since != null) each(timers -> timers.recovery.record(System.nanoTime() - since, TimeUnit.NANOSECONDS));
        } else if (waits && event.previous() == ConnectionState.CONNECTED) {
            lost.put(event.connection(), System.nanoTime());
        } else if (!waits) lost.remove(event.connection()); // A connection that is no longer wanted does not recover.
        CloseReason reason = event.reason();
        if (reason == null || !isEnd(event)) return;
        lastEnd = reason;
        each(timers -> timers.ended(reason));
    }

    /** Returns whether this event reports a new end. Later events repeat the reason of the previous end. */
    private static boolean isEnd(ConnectionEvent event) {
        return switch (event.current()) {
            case CLOSED -> true;
            case RECONNECTING -> event.delay() != null;
            case IDLE ->
                event.previous() == ConnectionState.CONNECTED || event.previous() == ConnectionState.CONNECTING;
            case CONNECTING, CONNECTED -> false;
        };
    }

    @Override
    public void onEnded(Subscription subscription, CloseReason reason) {
        Objects.requireNonNull(ended.get(reason.kind())).increment();
    }

    @Override
    public void onHandled(Subscription subscription, long nanos) {
        each(timers -> timers.handler.record(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void onRoundTrip(String connection, long nanos) {
        each(timers -> timers.roundTrip.record(nanos, TimeUnit.NANOSECONDS));
    }
}
