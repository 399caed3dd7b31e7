package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

/** Subscriptions that are over for good are counted by why they are. */
class EndedSubscriptionsTest {
    private final HoldfastMetrics metrics = HoldfastMetrics.create(Tag.of("feed", "prices"));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double ended(CloseReason.Kind kind) {
        return registry.get("holdfast.subscriptions.ended")
                .tag("feed", "prices")
                .tag("reason", kind.name())
                .functionCounter()
                .count();
    }

    private double all() {
        return Arrays.stream(CloseReason.Kind.values()).mapToDouble(this::ended).sum();
    }

    /** Tells how it ended. */
    private static final class Ended implements SubscriptionListener<String> {
        final CompletableFuture<CloseReason> reason = new CompletableFuture<>();
        final CompletableFuture<String> first = new CompletableFuture<>();

        @Override
        public void onMessage(Message<String> message) {
            first.complete(message.text());
        }

        @Override
        public void onEnded(CloseReason reason) {
            this.reason.complete(reason);
        }

        CloseReason.Kind kind() throws Exception {
            return reason.get(30, TimeUnit.SECONDS).kind();
        }

        @Override
        public void onError(Throwable error) {}
    }

    @Test
    void eachKindThereIsStandsAtNothingFromTheBeginning() {
        metrics.bindTo(registry);
        assertThat(registry.find("holdfast.subscriptions.ended").functionCounters())
                .extracting(counter -> counter.getId().getTag("reason"))
                .containsExactlyInAnyOrder(
                        Arrays.stream(CloseReason.Kind.values()).map(Enum::name).toArray(String[]::new));
        assertThat(registry.find("holdfast.subscriptions.ended").functionCounters())
                .allMatch(counter -> counter.count() == 0);
    }

    @Test
    void whyTheyEndedIsCountedAndWhoUnsubscribesIsNot() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    MockResponse.Builder answer = new MockResponse.Builder();
                    return switch (request.getUrl().encodedPath()) {
                        case "/feed/over" -> answer.code(204).build();
                        case "/feed/secret", "/feed/secrets" -> answer.code(403).build();
                        default ->
                            answer.setHeader("Content-Type", "text/event-stream")
                                    .body("data: one\n\n: and no more\n\n")
                                    .build();
                    };
                }
            });
            server.start();
            RealtimeClient client = RealtimeClient.builder(server.url("/feed").toString())
                    .monitor(metrics)
                    .build();
            Ended over = new Ended();
            Ended secret = new Ended();
            Ended secrets = new Ended();
            client.subscribe("over", over);
            assertThat(over.kind()).isEqualTo(CloseReason.Kind.NO_CONTENT);
            // Bound when some have ended: those count as well.
            metrics.bindTo(registry);
            assertThat(ended(CloseReason.Kind.NO_CONTENT)).isEqualTo(1);
            client.subscribe("secret", secret);
            client.subscribe("secrets", secrets);
            assertThat(secret.kind()).isEqualTo(CloseReason.Kind.HTTP_STATUS);
            assertThat(secrets.kind()).isEqualTo(CloseReason.Kind.HTTP_STATUS);
            assertThat(ended(CloseReason.Kind.HTTP_STATUS)).isEqualTo(2);

            Ended left = new Ended();
            Subscription leaving = client.subscribe("open", left);
            assertThat(left.first.get(30, TimeUnit.SECONDS)).isEqualTo("one");
            leaving.unsubscribeAndWait();
            assertThat(all())
                    .as("the connection that ended ended no subscription")
                    .isEqualTo(3);

            Ended closed = new Ended();
            client.subscribe("open", closed);
            assertThat(closed.first.get(30, TimeUnit.SECONDS)).isEqualTo("one");
            client.close();
            assertThat(closed.kind()).isEqualTo(CloseReason.Kind.CLOSED);
            assertThat(ended(CloseReason.Kind.CLOSED)).isEqualTo(1);
            assertThat(all()).isEqualTo(4);
        }
    }
}
