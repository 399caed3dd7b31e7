package dev.holdfast.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Delivery;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.internal.link.SwampedWire;
import dev.holdfast.protocol.HoldfastJson;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other clients did with threads: deadlocks, leaks, races; docs/failure-scenarios.md says which. */
@Timeout(120)
class ThreadScenarioTest {
    private static final Backoff QUICK = Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(1));

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private RealtimeClient.Builder builder(String scheme) {
        return RealtimeClient.builder(scheme + "://localhost:" + server.getPort() + "/feed")
                .backoff(QUICK);
    }

    private void answer(Function<RecordedRequest, MockResponse> answer) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer.apply(request);
            }
        });
    }

    private static MockResponse stream(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(body)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).as("came in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T result(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void anExecutorOfManyThreadsStillDeliversInOrderAndOneAtATime() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 20_000; i++) body.append("data:").append(i).append("\n\n");
        server.enqueue(stream(body.toString()));
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(20_000);
        try (RealtimeClient client = builder("http").delivery(Delivery.on(pool)).build()) {
            CompletableFuture<Subscription> own = new CompletableFuture<>();
            own.complete(client.subscribe(message -> {
                if (inside.incrementAndGet() > 1) together.incrementAndGet();
                // The first one takes its time, until several reads have brought more.
                while (seen.isEmpty()
                        && own.join().stats().received() < 1_000
                        && client.state() != ConnectionState.CLOSED) Thread.onSpinWait();
                seen.add(message.data());
                inside.decrementAndGet();
                all.countDown();
            }));
            await(all);
        } finally {
            pool.shutdown();
        }
        assertThat(together).hasValue(0);
        for (int i = 0; i < 20_000; i++) assertThat(seen.get(i)).isEqualTo("" + i);
    }

    /** Speaks as much of Holdfast's JSON as a test needs: each topic has a message, each request an answer. */
    private static MockResponse hub() {
        return new MockResponse.Builder()
                .addHeader("Sec-WebSocket-Protocol", "holdfast.v1")
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        if (text.contains("\"hello\"")) socket.send("{\"type\":\"welcome\"}");
                        else if (text.contains("\"subscribe\"")) {
                            socket.send("{\"type\":\"message\",\"sub\":1,\"data\":\"m\"}");
                        } else if (text.contains("\"request\"")) {
                            socket.send("{\"type\":\"reply\",\"ref\":1,\"data\":\"answer\"}");
                        }
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build();
    }

    @Test
    void anAnswerMayBeWaitedForInsideAListener() {
        answer(request -> hub());
        CompletableFuture<String> answered = new CompletableFuture<>();
        try (RealtimeClient client =
                builder("ws").protocol(HoldfastJson.create()).build()) {
            client.subscribe("a", message -> answered.complete(result(client.call("b", "question", String.class))));
            assertThat(result(answered)).isEqualTo("answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsubscribe", "close", "drain"})
    @SuppressWarnings("try") // closed in the middle, and again
    void endingItInsideAListenerReturnsAndLeavesADerivedClientAlone(String how) {
        answer(request -> stream("data: m\n\n"));
        CompletableFuture<Boolean> returned = new CompletableFuture<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        try (RealtimeClient client = builder("http").build();
                RealtimeClient derived = client.newBuilder().build()) {
            CountDownLatch before = new CountDownLatch(1);
            Queue<CountDownLatch> wanted = new ConcurrentLinkedQueue<>(List.of(before));
            derived.subscribe(message -> {
                interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
                wanted.forEach(CountDownLatch::countDown);
            });
            CompletableFuture<Subscription> own = new CompletableFuture<>();
            own.complete(client.subscribe(message -> {
                await(before);
                if (how.equals("unsubscribe")) own.join().unsubscribeAndWait();
                else if (how.equals("close")) client.close();
                else result(client.drain(Duration.ofMillis(50)));
                returned.complete(true);
            }));
            assertThat(result(returned)).isTrue();
            CountDownLatch more = new CountDownLatch(20);
            wanted.add(more);
            await(more);
            assertThat(interrupted).isFalse();
        }
    }

    @Test
    void reconnectNowInsideAConnectionListenerNeitherRecursesNorBlocks() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        CountDownLatch attempts = new CountDownLatch(200);
        AtomicInteger deepest = new AtomicInteger();
        try (RealtimeClient client = RealtimeClient.builder("http://localhost:" + port)
                .backoff(Backoff.exponential(Duration.ofMinutes(10), Duration.ofMinutes(10)))
                .build()) {
            client.addConnectionListener(event -> {
                if (event.delay() == null) return;
                attempts.countDown();
                deepest.accumulateAndGet(new Throwable().getStackTrace().length, Math::max);
                client.reconnectNow(); // nothing else would bring an attempt for minutes
            });
            client.subscribe(message -> {});
            await(attempts);
        }
        assertThat(deepest.get()).isLessThan(100);
    }

    @Test
    void connectionsThatWereUpLeaveNoThreadsBehind() {
        answer(request -> new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        socket.send("m");
                        socket.close(1001, "");
                    }
                })
                .build());
        CountDownLatch messages = new CountDownLatch(200);
        AtomicInteger most = new AtomicInteger();
        Set<Thread> before = holdfastThreads(); // idle ones of the tests before
        try (RealtimeClient client = builder("ws").build()) {
            client.subscribe(message -> {
                messages.countDown();
                Set<Thread> now = holdfastThreads();
                now.removeAll(before);
                most.accumulateAndGet(now.size(), Math::max);
            });
            await(messages);
            assertThat(holdfastThreads()).isNotEmpty().allMatch(Thread::isDaemon);
        }
        assertThat(most.get()).isLessThan(20);
    }

    private static Set<Thread> holdfastThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("holdfast"));
        return threads;
    }

    @Test
    void commandsFromManyThreadsMeetNoFault() {
        answer(request -> stream("id: 1\ndata: m\n\n"));
        Queue<CloseReason> faults = new ConcurrentLinkedQueue<>();
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (RealtimeClient client = builder("http").build()) {
            client.addConnectionListener(event -> {
                CloseReason reason = event.reason();
                if (reason != null && reason.kind() == CloseReason.Kind.INTERNAL) faults.add(reason);
            });
            client.subscribe(message -> {});
            List<Runnable> commands = List.of(
                    client::reconnectNow,
                    () -> {
                        client.pause();
                        client.resume();
                    },
                    () -> client.subscribe("topic", message -> {}).unsubscribeAndWait(),
                    () -> assertThat(client.diagnostics().toString()).isNotEmpty());
            CountDownLatch done = new CountDownLatch(commands.size());
            for (Runnable command : commands) {
                callers.execute(() -> {
                    try {
                        for (int i = 0; i < 300; i++) command.run();
                    } catch (Throwable t) {
                        thrown.add(t);
                    }
                    done.countDown();
                });
            }
            await(done);
            CountDownLatch alive = new CountDownLatch(1);
            client.subscribe(message -> alive.countDown());
            await(alive);
        } finally {
            callers.shutdown();
        }
        assertThat(faults).isEmpty();
        assertThat(thrown).isEmpty();
    }

    @Test
    @SuppressWarnings("try") // closed in the middle, and again
    void aConnectionThatHangsInEverythingHoldsUpNobody() {
        answer(request -> stream("data: m\n\n"));
        SwampedWire swamp = new SwampedWire();
        try (RealtimeClient other = builder("http").build();
                RealtimeClient stuck = other.newBuilder().transport(swamp).build()) {
            CompletableFuture<CloseReason> ended = new CompletableFuture<>();
            stuck.subscribe(new SubscriptionListener<String>() {
                @Override
                public void onMessage(Message<String> message) {}

                @Override
                public void onEnded(CloseReason reason) {
                    ended.complete(reason);
                }

                @Override
                public void onError(Throwable error) {}
            });
            await(swamp.opening);
            stuck.reconnectNow();
            stuck.close();
            assertThat(result(ended).kind()).isEqualTo(CloseReason.Kind.CLOSED);
            assertThat(stuck.state()).isEqualTo(ConnectionState.CLOSED);
            CountDownLatch messages = new CountDownLatch(5); // of a client on the same loop
            other.subscribe(message -> messages.countDown());
            await(messages);
        } finally {
            swamp.dry.countDown();
        }
    }
}
