package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Backoff;
import dev.holdfast.Continuity;
import dev.holdfast.CursorStore;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.interop.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subscriber that leaves has handled, and whom it waits for. */
class PublisherCancelTest {
    private final CountedFeed feed = new CountedFeed();
    private final BlockingQueue<String> saved = new LinkedBlockingQueue<>();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final FakeClient fake = new FakeClient();
    private RealtimeClient client = builder().build();

    private RealtimeClient.Builder builder() {
        return RealtimeClient.builder(feed.url())
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
                .cursorStore(new CursorStore() {
                    @Override
                    public String load(String key) {
                        return null;
                    }

                    @Override
                    public void save(String key, String cursor) {
                        saved.add(cursor);
                    }
                });
    }

    @AfterEach
    void close() {
        go.countDown();
        client.close();
        feed.close();
    }

    /** Asks for all there is. */
    private static final class Subscriber implements Flow.Subscriber<Message<String>> {
        final List<String> got = Collections.synchronizedList(new ArrayList<>());
        final Consumer<Subscriber> inNext;
        Flow.Subscription subscription;

        Subscriber(Consumer<Subscriber> inNext) {
            this.inNext = inNext;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Message<String> message) {
            got.add(message.data());
            inNext.accept(this);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    private void holdUp() {
        inside.countDown();
        Together.await(go);
    }

    @Test
    void whatACancelledSubscriberNeverSawIsNotHandled() throws Exception {
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool().execute(this::holdUp); // nobody else ends the subscription for it
        }
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Subscriber subscriber = new Subscriber(self -> {
            first.countDown();
            Together.await(cancelled);
        });
        Streams.publisher(client, SubscriptionOptions.text("500")).subscribe(subscriber);
        first.await();
        Until.holds(() -> "not received", () -> client.stats().totals().received() == 500);
        subscriber.subscription.cancel();
        cancelled.countDown();
        assertThat(client.drain(Until.BOUND).get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(saved.poll(30, TimeUnit.SECONDS)).isEqualTo("1");
        assertThat(saved).as("saved later").isEmpty();
        assertThat(subscriber.got).containsExactly("1");
    }

    @Test
    void theMessageInWhichItIsCancelledIsHandled() throws Exception {
        Subscriber subscriber = new Subscriber(self -> {
            if (self.got.size() == 3) self.subscription.cancel();
        });
        Streams.publisher(client, SubscriptionOptions.text("500")).subscribe(subscriber);
        Until.holds(() -> "saved " + saved, () -> saved.contains("3"));
        client.drain(Until.BOUND).get(60, TimeUnit.SECONDS);
        assertThat(subscriber.got).containsExactly("1", "2", "3");
        assertThat(saved).last().isEqualTo("3");
    }

    @Test
    void aMessageIsHandledWhenOnNextReturnsAndNotWhenItThrows() {
        List<String> early = new ArrayList<>();
        Subscriber subscriber = new Subscriber(self -> {
            early.addAll(fake.sinceThen());
            if (self.got.size() == 2) throw new IllegalStateException("no");
        });
        Streams.publisher(fake.client(), SubscriptionOptions.text("t")).subscribe(subscriber);
        assertThat(fake.options.acknowledgement()).isEqualTo(Acknowledgement.MANUAL);
        assertThat(fake.sinceThen()).containsExactly("request " + Long.MAX_VALUE);
        fake.message("1");
        assertThat(early).isEmpty();
        assertThat(fake.sinceThen()).containsExactly("ack 1");
        assertThat(catchThrowable(() -> fake.message("2"))).hasMessage("no");
        fake.message("3");
        assertThat(fake.sinceThen()).containsExactly("unsubscribe");
        assertThat(subscriber.got).containsExactly("1", "2");
    }

    @Test
    void nothingIsAcknowledgedForARequestThatSaysOtherwise() {
        for (Acknowledgement when : List.of(Acknowledgement.MANUAL, Acknowledgement.ON_RECEIPT)) {
            SubscriptionOptions<String> options = SubscriptionOptions.text("t").withAcknowledgement(when);
            Streams.publisher(fake.client(), options).subscribe(new Subscriber(self -> {}));
            assertThat(fake.options.acknowledgement()).isEqualTo(when);
            fake.message("1");
            assertThat(fake.sinceThen()).containsExactly("request " + Long.MAX_VALUE);
        }
    }

    /** Another thread's cancel() returns while something is held up. */
    private void cancelReturns(Subscriber subscriber) throws Exception {
        inside.await();
        CompletableFuture.runAsync(subscriber.subscription::cancel, task -> new Thread(task, "cancels").start())
                .get(30, TimeUnit.SECONDS);
        go.countDown();
        client.drain(Until.BOUND).get(60, TimeUnit.SECONDS);
        assertThat(subscriber.got).isEmpty();
        assertThat(saved).isEmpty();
    }

    @Test
    void cancellingDoesNotWaitForEvents() throws Exception {
        StreamEventListener events = new StreamEventListener() {
            @Override
            public void onSubscribed(Continuity continuity) {
                holdUp();
            }

            @Override
            public void onError(Throwable error) {}
        };
        Subscriber subscriber = new Subscriber(self -> {});
        Streams.publisher(client, SubscriptionOptions.text("500"), events).subscribe(subscriber);
        cancelReturns(subscriber);
    }

    @Test
    void cancellingDoesNotWaitForADecoderAndWhatItMakesIsNotHandled() throws Exception {
        client.close();
        client = builder()
                .decoder((message, type) -> {
                    holdUp();
                    return message.data();
                })
                .build();
        Subscriber subscriber = new Subscriber(self -> {});
        Streams.publisher(client, SubscriptionOptions.of("500", String.class)).subscribe(subscriber);
        cancelReturns(subscriber);
    }
}
