package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.ClientStats;
import dev.holdfast.CloseReason;
import dev.holdfast.Monitor;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.interop.Until;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Metrics as Prometheus scrapes them. */
class HoldfastMetricsTest {
    private final HoldfastMetrics metrics = HoldfastMetrics.create(Tag.of("feed", "numbers"));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A line's value; -1 where there is no such line. */
    private double scraped(String name, String... more) {
        StringBuilder tags = new StringBuilder("feed=\"numbers\"");
        for (String tag : more) tags.append(',').append(tag);
        Matcher line = Pattern.compile("(?m)^" + name + "\\{" + Pattern.quote(tags.toString()) + "} (\\S+)$")
                .matcher(registry.scrape());
        return line.find() ? Double.parseDouble(line.group(1)) : -1;
    }

    private RealtimeClient client(CountedFeed feed) {
        Monitor end = new Monitor() {
            @Override
            public void onClosed(RealtimeClient client) {
                closed.countDown();
            }
        };
        return RealtimeClient.builder(feed.url())
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
                .monitor(metrics)
                .monitor(end)
                .build();
    }

    @Test
    void whatHappensIsInTheScrape() throws Exception {
        metrics.bindTo(registry);
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = client(feed);
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionRequest.text("2500"))) {
                int count = 0;
                while (stream.poll(Duration.ofSeconds(30)) != null) count++;
                assertThat(count).isEqualTo(2500);
            }
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionRequest.text("1000000"))) {
                assertThat(stream.poll(Duration.ofSeconds(30))).isNotNull();
                assertThat(scraped("holdfast_subscriptions")).isEqualTo(1);
                assertThat(scraped("holdfast_queue")).isPositive();
            }
            client.close();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scraped("holdfast_messages_total")).isGreaterThanOrEqualTo(2564);
        assertThat(scraped("holdfast_bytes_total")).isGreaterThan(8000);
        assertThat(scraped("holdfast_handled_total")).isBetween(2564.0, 2600.0);
        assertThat(scraped("holdfast_discarded_total")).isPositive();
        assertThat(scraped("holdfast_attempts_total"))
                .as("three of a thousand, one of nothing, and more")
                .isGreaterThanOrEqualTo(5);
        assertThat(scraped("holdfast_subscribes_total")).isGreaterThanOrEqualTo(4);
        assertThat(scraped("holdfast_handler_seconds_count")).isGreaterThanOrEqualTo(2564);
        assertThat(scraped("holdfast_recovery_seconds_count"))
                .as("a server that ends a stream of a thousand is come back to")
                .isGreaterThanOrEqualTo(2);
        assertThat(scraped("holdfast_ends_total", "reason=\"NO_CONTENT\"")).isEqualTo(1);
        double last = 0;
        for (CloseReason.Kind kind : CloseReason.Kind.values()) {
            last += scraped("holdfast_last_end", "reason=\"" + kind + "\"");
        }
        assertThat(last).as("one kind is the last").isEqualTo(1);
        assertThat(scraped("holdfast_connections")).isZero();
        assertThat(scraped("holdfast_subscriptions")).isZero();
        assertThat(scraped("holdfast_queue")).isZero();
        assertThat(scraped("holdfast_dropped_total")).isZero();
        assertThat(scraped("holdfast_gaps_total")).isZero();
        assertThat(scraped("holdfast_errors_total")).isZero();
        assertThat(scraped("holdfast_duplicates_total")).isZero();
        assertThat(scraped("holdfast_heartbeat_roundtrip_seconds_count")).isZero();
    }

    @Test
    void clientsThatAreGoneStayCounted() throws Exception {
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = client(feed);
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionRequest.text("3"))) {
                for (int i = 1; i <= 3; i++)
                    assertThat(stream.poll(Duration.ofSeconds(30)).data()).isEqualTo("" + i);
            }
            client.close();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        metrics.bindTo(registry);
        assertThat(scraped("holdfast_messages_total")).isEqualTo(3);
        assertThat(scraped("holdfast_handled_total")).isEqualTo(3);
        assertThat(scraped("holdfast_handler_seconds_count")).as("bound later").isZero();
    }

    @Test
    void noCounterFallsWhileAClientCloses() throws Exception {
        metrics.bindTo(registry);
        AtomicReference<Runnable> asked = new AtomicReference<>(() -> {});
        RealtimeClient closing =
                FakeClient.fake(RealtimeClient.class, (self, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> 1;
                    case "equals" -> self == arguments[0];
                    case "stats" -> {
                        asked.getAndSet(() -> {}).run();
                        yield new ClientStats(0, 7, 0, new SubscriptionStats(new long[9], 0));
                    }
                    default -> throw new AssertionError("called " + method);
                });
        metrics.onStarted(closing);
        assertThat(scraped("holdfast_attempts_total")).isEqualTo(7);
        CompletableFuture<Double> meanwhile = new CompletableFuture<>();
        Thread reader = new Thread(() -> meanwhile.complete(scraped("holdfast_attempts_total")));
        asked.set(() -> {
            reader.start();
            // It has read, or it waits until the client is gone.
            Until.holds(() -> "it is " + reader.getState(), () -> switch (reader.getState()) {
                case BLOCKED, WAITING, TERMINATED -> true;
                default -> false;
            });
        });
        metrics.onClosed(closing);
        assertThat(meanwhile.get(30, TimeUnit.SECONDS)).isEqualTo(7);
        metrics.onClosed(closing);
        assertThat(scraped("holdfast_attempts_total")).isEqualTo(7);
    }

    @Test
    void aRegistryThatIsBoundTwiceCountsOnce() {
        PrometheusMeterRegistry other = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        for (PrometheusMeterRegistry each : List.of(registry, other, registry, other)) metrics.bindTo(each);
        Subscription none = FakeClient.fake(Subscription.class, (self, method, arguments) -> null);
        for (int i = 0; i < 3; i++) metrics.onHandled(none, 1000);
        assertThat(scraped("holdfast_handler_seconds_count")).isEqualTo(3);
        assertThat(other.scrape()).contains("holdfast_handler_seconds_count{feed=\"numbers\"} 3");
    }
}
