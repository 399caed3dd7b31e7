package dev.holdfast.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.CursorStore;
import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionState;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only real threads and sockets can show: barriers, back-pressure, callbacks that block. */
class ThreadsTest {
    private static final int MANY = 20_000;

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private RealtimeClient client;

    @AfterEach
    void close() {
        if (client != null) client.close();
    }

    private RealtimeClient.Builder builder() {
        return RealtimeClient.builder(server.url("/feed").toString());
    }

    private static MockResponse stream(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(body)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).as("came in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String numbers() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < MANY; i++)
            body.append("id:").append(i).append("\ndata:").append(i).append("\n\n");
        return body.toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSmallQueueLosesNothing(boolean direct) {
        server.enqueue(stream(numbers()));
        server.enqueue(new MockResponse.Builder().code(204).build());
        client = builder()
                .limits(Limits.defaults().withQueue(3, 40))
                .delivery(direct ? Delivery.direct() : Delivery.background())
                .build();
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ended = new CountDownLatch(1);
        client.subscribe(new SubscriptionListener<String>() {
            @Override
            public void onMessage(Message<String> message) {
                seen.add(message.data());
            }

            @Override
            public void onEnded(CloseReason reason) {
                ended.countDown();
            }

            @Override
            public void onError(Throwable error) {}
        });
        await(ended);
        assertThat(seen).hasSize(MANY);
        for (int i = 0; i < MANY; i++) assertThat(seen.get(i)).isEqualTo("" + i);
    }

    @Test
    void aMessageLargerThanHalfTheQueueWaitsForItsPlace() {
        String large = "x".repeat(80);
        server.enqueue(stream("data: small\n\ndata: " + large + "\n\ndata: " + large + "\n\n"));
        server.enqueue(new MockResponse.Builder().code(204).build());
        client = builder().limits(Limits.defaults().withQueue(10, 82)).build();
        CountDownLatch three = new CountDownLatch(3);
        client.subscribe(message -> three.countDown());
        await(three);
    }

    @Test
    void unsubscribeWaitsForARunningCallbackAndNoneFollows() throws Exception {
        server.enqueue(stream(numbers()));
        client = builder().build();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger after = new AtomicInteger();
        Subscription subscription = client.subscribe(message -> {
            inside.countDown();
            await(goOn);
            after.incrementAndGet();
        });
        await(inside);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Integer> unsubscribed = CompletableFuture.supplyAsync(
                    () -> {
                        subscription.unsubscribeAndWait();
                        return after.get();
                    },
                    other);
            // It cannot be done before the callback is: state changes first, then it waits.
            while (subscription.state() != SubscriptionState.UNSUBSCRIBED) Thread.onSpinWait();
            assertThat(unsubscribed).isNotDone();
            goOn.countDown();
            assertThat(unsubscribed.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(after.get()).isEqualTo(1);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void drainKnowsOfSavesOfWhatWasUnsubscribedBefore() throws Exception {
        server.enqueue(stream(numbers()));
        CountDownLatch slow = new CountDownLatch(1);
        List<String> saves = Collections.synchronizedList(new ArrayList<>());
        client = builder()
                .cursorStore(new CursorStore() {
                    @Override
                    public @Nullable String load(String key) {
                        return null;
                    }

                    @Override
                    public void save(String key, @Nullable String cursor) {
                        await(slow);
                        saves.add(cursor);
                    }
                })
                .build();
        CountDownLatch some = new CountDownLatch(3);
        Subscription subscription = client.subscribe(message -> some.countDown());
        await(some);
        subscription.unsubscribeAndWait();
        assertThat(client.drain(Duration.ofMillis(50)).get(30, TimeUnit.SECONDS))
                .isFalse();
        slow.countDown();
        while (!saves.contains(subscription.cursor())) Thread.onSpinWait();
    }

    @Test
    void cancelWaitsForNobodyAndTheRunningCallbackIsTheLast() {
        server.enqueue(stream(numbers()));
        client = builder().build();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        AtomicInteger called = new AtomicInteger();
        Subscription subscription = client.subscribe(message -> {
            called.incrementAndGet();
            inside.countDown();
            await(goOn);
            left.countDown();
        });
        await(inside);
        subscription.unsubscribe();
        assertThat(left.getCount()).isEqualTo(1);
        goOn.countDown();
        await(left);
        subscription.unsubscribeAndWait(); // which waits
        assertThat(called.get()).isEqualTo(1);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
    }

    @Test
    void callbacksThatUnsubscribeEachOtherDoNotDeadlock() throws ExecutionException, InterruptedException {
        server.enqueue(stream("data: 1\n\n"));
        server.enqueue(stream("data: 1\n\n"));
        client = builder().build();
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(2);
        List<CompletableFuture<Subscription>> handles = List.of(new CompletableFuture<>(), new CompletableFuture<>());
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            handles.get(i).complete(client.subscribe(message -> {
                both.countDown();
                await(both);
                handles.get(other).join().unsubscribeAndWait();
                done.countDown();
            }));
        }
        await(done);
        assertThat(handles.get(0).get().state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
    }

    @Test
    void anExecutorThatRunsInTheCallersThreadNeverRunsOnTheLoop() {
        server.enqueue(new MockResponse.Builder().code(404).build());
        client = builder().delivery(Delivery.on(Runnable::run)).build();
        CompletableFuture<String> thread = new CompletableFuture<>();
        client.subscribe(new SubscriptionListener<String>() {
            @Override
            public void onMessage(Message<String> message) {}

            @Override
            public void onEnded(CloseReason reason) {
                thread.complete(Thread.currentThread().getName());
            }

            @Override
            public void onError(Throwable error) {}
        });
        assertThat(thread.orTimeout(30, TimeUnit.SECONDS).join()).doesNotContain("loop");
    }

    @Test
    void threadsAreDaemonsAndTheLoopsIsNamed() {
        server.enqueue(stream("data: 1\n\n"));
        client = builder().build();
        CompletableFuture<Boolean> daemon = new CompletableFuture<>();
        client.subscribe(message -> daemon.complete(Thread.currentThread().isDaemon()));
        assertThat(daemon.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .anyMatch(t -> t.getName().startsWith("holdfast-loop") && t.isDaemon());
    }

    @Test
    void everythingMayBeCalledFromAnotherThreadWhileACallbackWaitsForIt() {
        server.enqueue(stream("data: 1\n\n"));
        client = builder().build();
        CompletableFuture<Subscription> handle = new CompletableFuture<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        handle.complete(client.subscribe(message -> {
            CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> {
                Subscription mine = handle.join();
                client.subscribe(ignored -> {}).unsubscribeAndWait();
                client.reconnectNow();
                return mine.stats() + " " + mine.cursor() + " " + client.state() + client.diagnostics();
            });
            seen.complete(other.orTimeout(30, TimeUnit.SECONDS).join());
        }));
        assertThat(seen.orTimeout(60, TimeUnit.SECONDS).join()).contains("received=1");
    }

    @Test
    void attemptsLeaveNoThreadsBehind() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        int before = Thread.activeCount();
        CountDownLatch attempts = new CountDownLatch(300);
        client = RealtimeClient.builder("http://127.0.0.1:" + port)
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(1)))
                .build();
        client.addConnectionListener(event -> attempts.countDown());
        client.subscribe(message -> {});
        await(attempts);
        assertThat(Thread.activeCount() - before).isLessThan(20);
    }
}
