package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.ClientStats;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.Monitor;
import dev.holdfast.Overflow;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
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
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
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

    private RealtimeClient.Builder builder(String url) {
        Monitor end = new Monitor() {
            @Override
            public void onClosed(RealtimeClient client) {
                closed.countDown();
            }
        };
        return RealtimeClient.builder(url)
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
                .monitor(metrics)
                .monitor(end);
    }

    @Test
    void whatHappensIsInTheScrape() throws Exception {
        metrics.bindTo(registry);
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = builder(feed.url()).build();
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionOptions.text("2500"))) {
                int count = 0;
                while (stream.poll(Duration.ofSeconds(30)) != null) count++;
                assertThat(count).isEqualTo(2500);
            }
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionOptions.text("1000000"))) {
                assertThat(stream.poll(Duration.ofSeconds(30))).isNotNull();
                assertThat(scraped("holdfast_subscriptions")).isEqualTo(1);
                // Nobody reads on, so that it fills, but the first message may have been taken before others came.
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (scraped("holdfast_queue") == 0 && System.nanoTime() < end) Thread.onSpinWait();
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

    private void event(ConnectionState previous, ConnectionState current) {
        CloseReason why = CloseReason.retryable(CloseReason.Kind.IDLE, "No network available");
        metrics.onConnectionEvent(ConnectionEvent.builder(previous, current)
                .connection("c", null)
                .attempt("c.1", 1)
                .reason(why)
                .build());
    }

    @Test
    void whatIsHeldFromItsStartOrGoesOnHasNotEnded() {
        metrics.bindTo(registry);
        event(ConnectionState.IDLE, ConnectionState.IDLE);
        event(ConnectionState.IDLE, ConnectionState.CONNECTING);
        assertThat(scraped("holdfast_ends_total", "reason=\"IDLE\"")).isNotPositive();
        event(ConnectionState.CONNECTED, ConnectionState.IDLE);
        event(ConnectionState.IDLE, ConnectionState.CONNECTING);
        assertThat(scraped("holdfast_ends_total", "reason=\"IDLE\"")).isEqualTo(1);
    }

    @Test
    void clientsThatAreGoneStayCounted() throws Exception {
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = builder(feed.url()).build();
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionOptions.text("3"))) {
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
                        yield ClientStats.of(
                                0, 7, 0, SubscriptionStats.builder().build());
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

    /** A feed whose first message comes twice, and that loses some behind the third. */
    private static MockResponse faulty(@Nullable String cursor) {
        MockResponse.Builder response = new MockResponse.Builder().setHeader("Content-Type", "text/event-stream");
        if (cursor == null) return response.body(events(1, 2)).build();
        return switch (cursor) {
            case "2" -> response.body(events(1, 3)).build();
            case "3" ->
                response.setHeader("Last-Event-ID", "8").body(events(9, 9)).build();
            default -> new MockResponse.Builder().code(204).build();
        };
    }

    private static String events(int from, int to) {
        StringBuilder body = new StringBuilder();
        for (int i = from; i <= to; i++) body.append("id: " + i + "\ndata: " + i + "\n\n");
        return body.toString();
    }

    @Test
    void duplicatesGapsAndErrorsAreInTheScrape() throws Exception {
        metrics.bindTo(registry);
        try (MockWebServer server = new MockWebServer()) {
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return faulty(request.getHeaders().get("Last-Event-ID"));
                }
            });
            server.start();
            RealtimeClient client = builder(server.url("/feed").toString()).build();
            CountDownLatch ended = new CountDownLatch(1);
            client.subscribe(new SubscriptionListener<>() {
                @Override
                public void onMessage(Message<String> message) {
                    if (message.data().equals("3")) throw new IllegalStateException("a listener");
                }

                @Override
                public void onEnded(CloseReason reason) {
                    ended.countDown();
                }

                @Override
                public void onError(Throwable error) {}
            });
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scraped("holdfast_messages_total")).isEqualTo(4);
        assertThat(scraped("holdfast_duplicates_total")).isEqualTo(2);
        assertThat(scraped("holdfast_gaps_total")).isEqualTo(1);
        assertThat(scraped("holdfast_errors_total")).isEqualTo(1);
    }

    @Test
    void dropsAreInTheScrape() throws Exception {
        metrics.bindTo(registry);
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = builder(feed.url())
                    .limits(Limits.defaults().withQueue(16, 1 << 20))
                    .build();
            CountDownLatch allThere = new CountDownLatch(1);
            CountDownLatch last = new CountDownLatch(1);
            SubscriptionOptions<String> options =
                    SubscriptionOptions.text("900").withOverflow(Overflow.dropOldest());
            client.subscribe(options, message -> {
                Together.await(allThere);
                if (message.data().equals("900")) last.countDown();
            });
            Until.holds(() -> "not received", () -> scraped("holdfast_messages_total") == 900);
            allThere.countDown();
            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
            // It is counted when the listener has returned.
            Until.holds(
                    registry::scrape,
                    () -> scraped("holdfast_dropped_total") + scraped("holdfast_handled_total") == 900);
            client.close();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scraped("holdfast_dropped_total")).isPositive();
        assertThat(scraped("holdfast_dropped_total") + scraped("holdfast_handled_total"))
                .isEqualTo(900);
    }

    @Test
    void roundTripsAreInTheScrape() throws Exception {
        metrics.bindTo(registry);
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder()
                    .webSocketUpgrade(
                            new WebSocketListener() { // which answers pings by itself
                                @Override
                                public void onClosing(WebSocket socket, int code, String reason) {
                                    socket.close(code, reason);
                                }
                            })
                    .build());
            server.start();
            RealtimeClient client = builder(server.url("/feed").toString().replace("http:", "ws:"))
                    .heartbeat(Heartbeat.every(Duration.ofMillis(20)))
                    .build();
            client.subscribe(message -> {});
            Until.holds(registry::scrape, () -> scraped("holdfast_heartbeat_roundtrip_seconds_count") > 0);
            client.close();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scraped("holdfast_heartbeat_roundtrip_seconds_sum")).isPositive();
    }
}
