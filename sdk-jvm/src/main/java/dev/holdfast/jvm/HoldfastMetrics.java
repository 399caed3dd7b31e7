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
 * Metrics of clients for a Micrometer registry. Hand it to {@link RealtimeClient.Builder#monitor} of as many clients as are
 * to be counted together, and bind it to registries before or after. Needs {@code micrometer-core} on the class path.
 *
 * <p>What is counted is read when a registry asks; what is timed costs two looks at the clock for each message.
 */
public final class HoldfastMetrics implements MeterBinder, Monitor {
    private final Tags tags;
    /** Under its own lock, as what they have counted that are closed: a reader sees a client in the one or in the other. */
    private final Set<RealtimeClient> clients = new HashSet<>();

    private final CopyOnWriteArrayList<Timers> registries = new CopyOnWriteArrayList<>();
    /** When the connections that are on their way back were lost. */
    private final Map<String, Long> lost = new ConcurrentHashMap<>();

    private final Map<CloseReason.Kind, LongAdder> ended = new EnumMap<>(CloseReason.Kind.class);

    private volatile @Nullable CloseReason lastEnd;

    private HoldfastMetrics(Tags tags) {
        this.tags = tags;
        for (CloseReason.Kind kind : CloseReason.Kind.values()) ended.put(kind, new LongAdder());
    }

    /** Metrics with these tags, such as {@code Tag.of("feed", "prices")}. */
    public static HoldfastMetrics create(Tag... tags) {
        return new HoldfastMetrics(Tags.of(tags));
    }

    /** What is pushed to one registry. */
    private final class Timers {
        final MeterRegistry registry;
        final Timer recovery;
        final Timer handler;
        final Timer roundTrip;

        Timers(MeterRegistry registry) {
            this.registry = registry;
            recovery = Timer.builder("holdfast.recovery")
                    .description("From the loss of a connection to the next one that is ready")
                    .tags(tags)
                    .register(registry);
            handler = Timer.builder("holdfast.handler")
                    .description("Decoding a message and the listener's callback")
                    .tags(tags)
                    .register(registry);
            roundTrip = Timer.builder("holdfast.heartbeat.roundtrip")
                    .description("From a probe to its answer")
                    .tags(tags)
                    .register(registry);
        }

        void ended(CloseReason reason) {
            Counter.builder("holdfast.ends")
                    .description("Connections and attempts that ended, by the kind of the reason")
                    .tags(tags)
                    .tag("reason", reason.kind().name())
                    .register(registry)
                    .increment();
        }
    }

    /** What is counted by clients: as of now, and by those that are closed. */
    private static final class Count {
        final String name;
        final String description;
        final ToLongFunction<ClientStats> of;
        /** Under the lock of the clients. */
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
            new Count("attempts", "Attempts to connect", ClientStats::attempts),
            Count.total("messages", "Messages received, without duplicates", SubscriptionStats::received),
            Count.total("bytes", "Their payloads' bytes", SubscriptionStats::bytes),
            Count.total("handled", "Messages whose listener has returned or thrown", SubscriptionStats::handled),
            Count.total("duplicates", "Messages whose id had been seen", SubscriptionStats::duplicates),
            Count.total("dropped", "Messages shed by the overflow policy", SubscriptionStats::dropped),
            Count.total("discarded", "Messages still queued at an end", SubscriptionStats::discarded),
            Count.total("errors", "Messages not decoded, and callbacks that threw", SubscriptionStats::errors),
            Count.total("subscribes", "Subscriptions taken up by the server", SubscriptionStats::subscribes),
            Count.total("gaps", "Times the server no longer had what was missed", SubscriptionStats::gaps));

    /** A registry that is bound already is left as it is. */
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
        gauge(registry, "subscriptions", "Subscriptions that are not over", stats -> stats.subscriptions());
        gauge(
                registry,
                "queue",
                "Messages waiting for their listeners",
                stats -> stats.totals().queued());
        for (CloseReason.Kind kind : CloseReason.Kind.values()) {
            Gauge.builder("holdfast.last.end", this, metrics -> metrics.isLast(kind) ? 1 : 0)
                    .description("1 for the kind of the reason why a connection or attempt ended last")
                    .tags(tags)
                    .tag("reason", kind.name())
                    .register(registry);
        }
        // All there are, from the beginning: what appears with its first one shows no increase.
        ended.forEach((kind, count) -> FunctionCounter.builder("holdfast.subscriptions.ended", count, LongAdder::sum)
                .description("Subscriptions that ended, and not by unsubscribe(), by the kind of the reason")
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

    // ---- what clients say

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
        } else if (!waits) lost.remove(event.connection()); // what is not wanted does not recover
        CloseReason reason = event.reason();
        if (reason == null || !isEnd(event)) return;
        lastEnd = reason;
        each(timers -> timers.ended(reason));
    }

    /** Whether something ended just now: the reason of what ended before is said again with what follows. */
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
