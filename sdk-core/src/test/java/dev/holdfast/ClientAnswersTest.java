package dev.holdfast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.protocol.HoldfastJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client says to bad subscriptions, what it never says, and what it answers once it is closed. */
final class ClientAnswersTest {
    private static final String SECRET = "s3cr3t";
    private static final Duration BELOW = Duration.ofMillis(-1);

    @ParameterizedTest
    @ValueSource(strings = {"/x", "..", "a/../b", "\ud800"})
    void topics(String topic) throws Exception {
        try (RealtimeClient client = builder("https").build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.subscribe(topic, message -> {}))
                    .withMessageStartingWith("The topic ");
            assertThat(client.state()).isEqualTo(ConnectionState.IDLE);
        }
    }

    @Test
    void aSharedConnectionHasNoRequestOfASubscriptionsOwn() {
        RealtimeClient client = builder("wss").protocol(HoldfastJson.create()).build();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> client.subscribe(SubscriptionOptions.text("t").withHeader("X", SECRET), message -> {}))
                .withMessageContaining("set headers on the builder")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
        client.close();
    }

    @Test
    void secretsAreNowhereToBeRead() {
        RealtimeClient client = RealtimeClient.builder("https://localhost:1/x?token=" + SECRET)
                .header("X-Key", SECRET)
                .credentials(Credentials.bearer(() -> SECRET))
                .build();
        Subscription subscription = client.subscribe(
                SubscriptionOptions.text("t")
                        .withHeader("X-Own", SECRET)
                        .withBody("POST", SECRET.getBytes(UTF_8), "text/plain"),
                message -> {});
        assertThat(client.diagnostics().toString())
                .contains("https://localhost:1/x?…")
                .doesNotContain(SECRET);
        assertThat(client.toString()
                        + subscription
                        + SubscriptionOptions.text("t").withHeader("X", SECRET))
                .doesNotContain(SECRET);
        client.close();
        assertThat(client.diagnostics().toString()).doesNotContain(SECRET);
    }

    @Test
    void afterClose() throws Exception {
        RealtimeClient client = builder("wss").protocol(HoldfastJson.create()).build();
        CompletableFuture<CloseReason> ended = new CompletableFuture<>();
        Subscription subscription = client.subscribe("t", new SubscriptionListener<String>() {
            @Override
            public void onMessage(Message<String> message) {}

            @Override
            public void onEnded(CloseReason reason) {
                ended.complete(reason);
            }

            @Override
            public void onError(Throwable error) {}
        });
        client.close();
        client.close();
        assertThat(ended.get(30, SECONDS).kind()).isEqualTo(CloseReason.Kind.CLOSED);
        assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(client.diagnostics().state()).isEqualTo(ConnectionState.CLOSED);
        assertThatIllegalStateException()
                .isThrownBy(() -> client.subscribe("t", message -> {}))
                .withMessage("The client is closed: build a new one to subscribe");
        assertClosed(client.publish("t", 1));
        assertClosed(client.call("t", 1, String.class));
        // onEnded may not have returned yet.
        assertThat(client.drain(Duration.ofSeconds(20)).get(30, SECONDS)).isTrue();
        refused(
                "The drain timeout must be from zero to 365 days, but is " + BELOW,
                () -> assertThat(client.drain(BELOW)).isNull());
        client.reconnectNow();
        client.pause();
        client.resume();
        client.addConnectionListener(event -> {});
        client.removeConnectionListener(event -> {});
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        subscription.unsubscribeAndWait();
        assertThat(subscription.topic()).isEqualTo("t");
        assertThat(subscription.cursor()).isNull();
        assertThat(subscription.stats()).isNotNull();
        client.newBuilder().build().close();
    }

    private static void assertClosed(CompletableFuture<?> future) {
        assertThatThrownBy(() -> future.get(30, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CloseException.class, e -> assertThat(e.reason().kind()).isEqualTo(CloseReason.Kind.CLOSED));
    }

    private static void refused(String sentence, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(sentence);
    }

    /** To a port where nobody listens. */
    private static RealtimeClient.Builder builder(String scheme) {
        return RealtimeClient.builder(scheme + "://localhost:1/x");
    }
}
