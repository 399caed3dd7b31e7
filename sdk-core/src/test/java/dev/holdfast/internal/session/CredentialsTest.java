package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.Authorization;
import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials: requested for each attempt, refreshed once after a 401, and never shown. */
class CredentialsTest {
    private static final CloseReason UNAUTHORIZED =
            CloseReason.fatal(Kind.HTTP_STATUS, "401").withCode(401);

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private final Recorder app = new Recorder();
    private final List<Boolean> asked = new ArrayList<>();

    private Rig rig(Credentials credentials) {
        return new Rig(false, Plain.create(), config -> config.credentials = credentials);
    }

    private Rig rig() {
        return rig(refused -> {
            asked.add(refused);
            return CompletableFuture.completedFuture(Authorization.bearer("secret" + asked.size()));
        });
    }

    private static void refuse(Rig rig) {
        rig.net.last().refuse(UNAUTHORIZED);
        rig.loop.run();
        rig.loop.advanceMillis(4_000);
    }

    @Test
    void a401HasThemAskedOnceMoreAndASecondInARowIsFinal() {
        Rig rig = rig();
        rig.subscribe("a", app);
        refuse(rig);
        assertThat(rig.net.connections).hasSize(2);
        refuse(rig);
        assertThat(asked).containsExactly(false, true);
        assertThat(rig.net.connections).hasSize(2);
        assertThat(app.ended.code()).isEqualTo(401);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
        rig.loop.advanceMillis(600_000);
        assertThat(rig.net.connections).hasSize(2);
    }

    @Test
    void anAttemptThatIsOverBeforeItsThreadBeginsAsksForNone() {
        Rig rig = rig();
        rig.subscribe("a", app);
        rig.client.close();
        rig.loop.run();
        rig.accept();
        assertThat(asked).isEmpty();
    }

    @Test
    void afterTheServerLetsItInARefreshIsOwedAgain() {
        Rig rig = rig();
        rig.subscribe("a", app);
        refuse(rig);
        rig.accept();
        rig.net.last().drop(CloseReason.retryable(Kind.NETWORK, "reset"));
        rig.loop.advanceMillis(1_000);
        refuse(rig);
        rig.accept();
        assertThat(asked).containsExactly(false, true, false, true);
        app.assertNext("FRESH", "UNKNOWN");
    }

    @Test
    void aFailureBetweenTwo401DoesNotBuyAnotherRefresh() {
        Rig rig = rig();
        rig.subscribe("a", app);
        refuse(rig);
        rig.net.last().refuse(CloseReason.retryable(Kind.NETWORK, "refused"));
        rig.loop.advanceMillis(4_000);
        refuse(rig);
        assertThat(asked).containsExactly(false, true, true);
        assertThat(app.ended.code()).isEqualTo(401);
    }

    @Test
    void withoutCredentialsA401IsFinalAtOnceAndSoIsA403With() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        refuse(rig);
        assertThat(app.ended.code()).isEqualTo(401);
        Rig other = rig();
        Recorder second = new Recorder();
        other.subscribe("a", second);
        other.net.last().refuse(CloseReason.fatal(Kind.HTTP_STATUS, "403").withCode(403));
        other.loop.run();
        assertThat(second.ended.code()).isEqualTo(403);
    }

    @Test
    void aStageThatFailsIsTheReasonWithItsCause() {
        CompletableFuture<Authorization> failed = new CompletableFuture<>();
        failed.completeExceptionally(new IllegalStateException("secret"));
        Rig rig = rig(refused -> failed);
        rig.subscribe("a", app);
        rig.accept();
        assertThat(rig.client.diagnostics().toString())
                .contains("CREDENTIALS: Credentials.authorize failed: java.lang.IllegalStateException")
                .doesNotContain("secret");
    }

    @Test
    void anAnswerOfNullIsAFailureThatIsTriedAgain() {
        Rig rig = rig(refused -> CompletableFuture.completedFuture(null));
        rig.subscribe("a", app);
        rig.accept();
        assertThat(rig.client.diagnostics().toString()).contains("CREDENTIALS: Credentials.authorize failed");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
    }

    @Test
    void aHeaderOfAnotherNameAndATicketGoWhereTheySayAndAreNotShown() {
        Rig header = rig(refused -> CompletableFuture.completedFuture(Authorization.header("X-Key", "secret")));
        header.subscribe("a", app);
        assertThat(header.accept().target.headers()).containsEntry("X-Key", "secret");
        assertThat(header.net.last().target.toString()).doesNotContain("secret");
        Rig ticket = rig(Credentials.oneTimeTicketInUrl("tick et", () -> "sec ret&x"));
        ticket.subscribe("a", app);
        assertThat(ticket.accept().target.url()).isEqualTo("https://test.example/feed/a?tick%20et=sec%20ret%26x");
        assertThat(ticket.net.last().target.toString()).doesNotContain("sec");
        assertThat(ticket.client.diagnostics().toString()).doesNotContain("sec%20ret");
        assertThat(Authorization.bearer("secret").toString()).doesNotContain("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.oneTimeTicketInUrl("", () -> "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authorization.bearer("sec\nret"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sec"));
    }

    @Test
    void theyMayTakeTheirTimeOnAnyThreadAndOneThatHangsIsAReason() throws Exception {
        for (int i = 0; i < 3; i++) { // on a busy machine an attempt with its token may time out too
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Content-Type", "text/event-stream")
                    .body("data: in\n\n")
                    .build());
        }
        Queue<CompletableFuture<String>> tokens = new ConcurrentLinkedQueue<>();
        BlockingQueue<CompletableFuture<String>> wanted = new LinkedBlockingQueue<>();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (RealtimeClient client = RealtimeClient.builder(server.url("/feed").toString())
                .limits(Limits.defaults().withAttemptTimeout(Duration.ofMillis(200)))
                .credentials(Credentials.bearerAsync(() -> {
                    CompletableFuture<String> token = new CompletableFuture<>();
                    tokens.add(token);
                    wanted.add(token);
                    // The first request times out. Another thread completes the later ones.
                    if (tokens.size() > 1) new Thread(() -> token.complete("t2")).start();
                    return token;
                }))
                .build()) {
            BlockingQueue<ConnectionEvent> events = new LinkedBlockingQueue<>();
            client.addConnectionListener(events::add);
            client.subscribe(message -> heard.add(message.text()));
            CompletableFuture<String> first = wanted.poll(30, TimeUnit.SECONDS);
            for (ConnectionEvent event = events.poll(30, TimeUnit.SECONDS);
                    event.current() != ConnectionState.RECONNECTING;
                    event = events.poll(30, TimeUnit.SECONDS)) {}
            first.complete("t1"); // for an attempt that has ended
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("in");
            assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t2");
            assertThat(client.diagnostics().toString()).doesNotContain("t2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void onTheWireA401IsAnsweredByANewTokenAndASecondOneEndsIt(String scheme) throws Exception {
        server.enqueue(new MockResponse.Builder().code(401).build());
        server.enqueue(
                scheme.equals("ws")
                        ? new MockResponse.Builder()
                                .webSocketUpgrade(new WebSocketListener() {
                                    @Override
                                    public void onOpen(WebSocket socket, Response response) {
                                        socket.send("in");
                                        socket.close(1001, "");
                                    }
                                })
                                .build()
                        : new MockResponse.Builder()
                                .addHeader("Content-Type", "text/event-stream")
                                .body("data: in\n\n")
                                .build());
        server.enqueue(new MockResponse.Builder().code(401).build());
        server.enqueue(new MockResponse.Builder().code(401).build());
        AtomicInteger tokens = new AtomicInteger();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (RealtimeClient client = RealtimeClient.builder(
                        server.url("/feed").toString().replaceFirst("http", scheme))
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(1)))
                .credentials(refused -> CompletableFuture.completedFuture(
                        Authorization.bearer((refused ? "new" : "old") + tokens.incrementAndGet())))
                .build()) {
            client.subscribe(new SubscriptionListener<String>() {
                @Override
                public void onMessage(Message<String> message) {
                    heard.add(message.text());
                }

                @Override
                public void onEnded(CloseReason reason) {
                    heard.add(reason.kind() + " " + reason.code());
                }

                @Override
                public void onError(Throwable error) {}
            });
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("in");
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("HTTP_STATUS 401");
        }
        for (String sent : new String[] {"old1", "new2", "old3", "new4"}) {
            assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer " + sent);
        }
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void oneThatHangsIsToldAsSuch() throws Exception {
        BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();
        try (RealtimeClient client = RealtimeClient.builder(server.url("/feed").toString())
                .limits(Limits.defaults().withAttemptTimeout(Duration.ofMillis(50)))
                .credentials(refused -> new CompletableFuture<>())
                .build()) {
            client.addConnectionListener(event -> {
                if (event.reason() != null) reasons.add(event.reason());
            });
            client.subscribe(message -> {});
            CloseReason reason = reasons.poll(30, TimeUnit.SECONDS);
            assertThat(reason.kind()).isEqualTo(Kind.CREDENTIALS);
            assertThat(reason.retryable()).isTrue();
            assertThat(reason.text()).isEqualTo("Credentials.authorize timed out after 50 ms");
        }
        assertThat(server.getRequestCount()).isZero();
    }
}
