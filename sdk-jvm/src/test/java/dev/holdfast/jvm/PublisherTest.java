package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the specification's tests do not ask: ends, gaps, faults, and subscribers that misbehave. */
class PublisherTest {
    private final CountedFeed feed = new CountedFeed();
    private final RealtimeClient client = RealtimeClient.builder(feed.url())
            .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
            .build();

    /** Writes down what it is told. */
    private static class Subscriber<T> implements Flow.Subscriber<Message<T>> {
        final List<String> got = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<Throwable> end = new CompletableFuture<>();
        Flow.Subscription subscription;
        Consumer<Message<T>> inNext = message -> {};

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Message<T> message) {
            got.add(message.text());
            inNext.accept(message);
        }

        @Override
        public void onError(Throwable error) {
            end.complete(error);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }

        Throwable await() throws Exception {
            return end.get(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() {
        client.close();
        feed.close();
    }

    private static <T> void subscribe(Flow.Publisher<Message<T>> publisher, Subscriber<T> subscriber) {
        publisher.subscribe(subscriber);
    }

    private Flow.Publisher<Message<String>> publisher(String topic) {
        return Streams.publisher(client, SubscriptionOptions.text(topic));
    }

    @Test
    void eachSubscriberHasASubscriptionOfItsOwn() throws Exception {
        Flow.Publisher<Message<String>> publisher = publisher("3");
        for (int i = 0; i < 2; i++) {
            Subscriber<String> subscriber = new Subscriber<>();
            subscribe(publisher, subscriber);
            subscriber.subscription.request(10);
            assertThat(subscriber.await()).isNull();
            assertThat(subscriber.got).containsExactly("1", "2", "3");
        }
    }

    @Test
    void whoThrowsHasCancelledAndItIsTold() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        StreamEventListener events = new StreamEventListener() {
            @Override
            public void onError(Throwable error) {
                told.complete(error);
            }
        };
        Subscriber<String> subscriber = new Subscriber<>();
        subscriber.inNext = message -> {
            throw new IllegalStateException("no");
        };
        Streams.publisher(client, SubscriptionOptions.text("1000000"), events).subscribe(subscriber);
        subscriber.subscription.request(100);
        assertThat(told.get(30, TimeUnit.SECONDS)).hasMessage("no");
        client.drain(Duration.ofSeconds(30)).get(30, TimeUnit.SECONDS);
        assertThat(subscriber.got).hasSize(1);
        assertThat(subscriber.end).isNotDone();
    }

    @Test
    void aRequestOfNothingIsRefusedBehindTheMessageThatIsBeingHandled() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Subscriber<String> subscriber = new Subscriber<>();
        List<Boolean> early = new ArrayList<>();
        subscriber.inNext = message -> {
            inside.countDown();
            Together.await(refused);
            early.add(subscriber.end.isDone());
        };
        subscribe(publisher("1000000"), subscriber);
        subscriber.subscription.request(1);
        inside.await();
        subscriber.subscription.request(0);
        refused.countDown();
        assertThat(subscriber.await())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request(0)");
        assertThat(early).containsExactly(false);
    }

    @Test
    void cancellingWaitsForNobody() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Void> left = new CompletableFuture<>();
        Subscriber<String> subscriber = new Subscriber<>();
        subscriber.inNext = message -> {
            inside.countDown();
            Together.await(cancelled);
            left.complete(null);
        };
        subscribe(publisher("1000000"), subscriber);
        subscriber.subscription.request(10);
        inside.await();
        subscriber.subscription.cancel(); // with a wait this would hang, as the callback waits for what follows
        cancelled.countDown();
        left.get(30, TimeUnit.SECONDS);
        client.drain(Duration.ofSeconds(30)).get(30, TimeUnit.SECONDS);
        assertThat(subscriber.got).hasSize(1);
        assertThat(subscriber.end).isNotDone();
    }

    @Test
    void theClientsEndCompletesAndAClosedClientFails() throws Exception {
        Subscriber<String> subscriber = new Subscriber<>();
        subscribe(publisher("silent"), subscriber);
        client.close();
        assertThat(subscriber.await()).isNull();
        Subscriber<String> late = new Subscriber<>();
        subscribe(publisher("silent"), late);
        assertThat(late.await()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anyOtherFinalEndFailsWithItsReason() throws Exception {
        Subscriber<String> subscriber = new Subscriber<>();
        subscribe(publisher("none"), subscriber);
        CloseException thrown = (CloseException) subscriber.await();
        assertThat(thrown.reason().kind()).isEqualTo(CloseReason.Kind.HTTP_STATUS);
        assertThat(thrown.reason().code()).isEqualTo(404);
    }

    @Test
    void aStoreThatFailsEndsNothingAndIsReportedToTheClient() throws Exception {
        FailingStore store = new FailingStore();
        try (RealtimeClient storing = store.client(feed)) {
            Subscriber<String> subscriber = new Subscriber<>();
            subscribe(Streams.publisher(storing, SubscriptionOptions.text("1000000")), subscriber);
            AtomicBoolean failed = new AtomicBoolean();
            CountDownLatch more = new CountDownLatch(1);
            subscriber.inNext = message -> {
                if (failed.get()) more.countDown();
            };
            subscriber.subscription.request(Long.MAX_VALUE);
            assertThat(store.reported.poll(30, TimeUnit.SECONDS)).hasMessage("cannot load");
            assertThat(store.reported.poll(30, TimeUnit.SECONDS)).hasMessage("cannot save");
            failed.set(true);
            assertThat(more.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(subscriber.end).isNotDone();
        }
    }

    @Test
    void whatCannotBeDecodedFailsUnlessSomebodyIsTold() throws Exception {
        SubscriptionOptions<Boolean[]> options = SubscriptionOptions.of("3", Boolean[].class);
        Subscriber<Boolean[]> subscriber = new Subscriber<>();
        subscribe(Streams.publisher(client, options), subscriber);
        subscriber.subscription.request(1);
        assertThat(subscriber.await()).isInstanceOf(DecodeException.class);

        List<String> told = Collections.synchronizedList(new ArrayList<>());
        StreamEventListener events = new StreamEventListener() {
            @Override
            public void onSubscribed(Continuity continuity) {
                told.add(continuity.name());
            }

            @Override
            public void onError(Throwable error) {
                told.add("error");
            }
        };
        Subscriber<Boolean[]> other = new Subscriber<>();
        subscribe(Streams.publisher(client, options, events), other);
        other.subscription.request(1);
        assertThat(other.await()).isNull();
        assertThat(told).startsWith("FRESH", "error", "error", "error");
    }
}
