package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.PoisonPolicy;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests a stream whose third event exceeds the limit, so that every resume fails at it. */
class UnreadableTest {
    private static final int LIMIT = 10_000;
    private static final int GIANT = 3;

    private final MockWebServer server = new MockWebServer();
    private RealtimeClient client;
    private final List<String> positions = new ArrayList<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String from = request.getHeaders().get("Last-Event-ID");
                synchronized (positions) {
                    positions.add(String.valueOf(from));
                }
                return stream(from);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /**
     * Sends the history from 1 on to clients that resume. Others receive only the newest event, except on the first
     * request.
     */
    private MockResponse stream(String from) {
        int next = from != null ? Integer.parseInt(from) + 1 : positions.size() == 1 ? 1 : GIANT + 1;
        StringBuilder events = new StringBuilder();
        for (int id = next; id <= GIANT + 1; id++) {
            String data = id == GIANT ? new String(new char[LIMIT]).replace('\0', 'x') : "event " + id;
            events.append("id: ").append(id).append("\ndata: ").append(data).append("\n\n");
        }
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(events.toString())
                .build();
    }

    private void subscribe(PoisonPolicy policy) {
        client = RealtimeClient.builder(server.url("/feed").toString())
                .poisonPolicy(policy)
                .limits(Limits.defaults().withMaxMessageBytes(LIMIT))
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(1))
                        .withFirstRetry(Duration.ofMillis(1)))
                .build();
        client.subscribe(new SubscriptionListener<String>() {
            @Override
            public void onMessage(Message<String> message) {
                told.add(message.text());
            }

            @Override
            public void onSubscribed(Continuity continuity) {
                if (continuity == Continuity.GAP) told.add("GAP");
            }

            @Override
            public void onError(Throwable error) {
                told.add("error");
            }

            @Override
            public void onEnded(CloseReason reason) {
                told.add("ended " + reason.kind() + " " + reason.retryable());
            }
        });
    }

    private void hears(String... expected) throws InterruptedException {
        for (String next : expected) assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(next);
    }

    private List<String> positions(int most) {
        synchronized (positions) {
            return new ArrayList<>(positions.subList(0, Math.min(most, positions.size())));
        }
    }

    @Test
    void unlessSaidItEndsAfterThreeAttempts() throws Exception {
        subscribe(PoisonPolicy.stop(3));
        hears("event 1", "event 2", "ended TOO_LARGE false");
        assertThat(positions(9)).containsExactly("null", "2", "2");
    }

    @Test
    void skippedItCostsAGapAndTheStreamGoesOn() throws Exception {
        subscribe(PoisonPolicy.skip(2));
        hears("event 1", "event 2", "error", "GAP", "event 4");
        assertThat(positions(3)).containsExactly("null", "2", "null");
    }
}
