package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread that waits for its messages, over real sockets. */
class MessageStreamTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountedFeed feed = new CountedFeed();
    private final RealtimeClient client = RealtimeClient.builder(feed.url())
            .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
            .build();

    @AfterEach
    void close() {
        client.close();
        feed.close();
    }

    private MessageStream<String> open(String topic) {
        return MessageStream.open(client, SubscriptionOptions.text(topic));
    }

    @Test
    void aLoopGoesThroughAllThereIsInOrderAndEnds() {
        List<String> got = new ArrayList<>();
        try (MessageStream<String> stream = open("2500")) {
            for (Message<String> message : stream) got.add(message.data());
            assertThat(stream.isOver()).isTrue();
        }
        assertThat(got).hasSize(2500).startsWith("1", "2").endsWith("2500");
    }

    @Test
    void aMessageIsHandledWhenTheNextIsAskedFor() throws Exception {
        try (MessageStream<String> stream = open("3")) {
            assertThat(stream.poll(LONG).id()).isEqualTo("1");
            assertThat(stream.subscription().cursor()).isNull();
            assertThat(stream.poll(LONG).id()).isEqualTo("2");
            assertThat(stream.subscription().cursor()).isEqualTo("1");
            assertThat(stream.poll(LONG).id()).isEqualTo("3");
            assertThat(stream.poll(LONG)).isNull();
            assertThat(stream.subscription().cursor()).isEqualTo("3");
            assertThat(stream.poll(LONG)).as("again").isNull();
        }
    }

    @Test
    void whoLeavesInTheMiddleOfAMessageHasNotHandledIt() throws Exception {
        MessageStream<String> stream = open("3");
        stream.poll(LONG);
        stream.poll(LONG);
        stream.close();
        assertThat(stream.subscription().cursor()).isEqualTo("1");
        assertThat(stream.poll(LONG)).isNull();
        assertThat(stream.isOver()).isTrue();
    }

    @Test
    void whatIsAcknowledgedIsHandledAndManuallyNothingElseIs() throws Exception {
        try (MessageStream<String> stream = open("3")) {
            stream.poll(LONG).ack();
            assertThat(stream.subscription().cursor()).isEqualTo("1");
        }
        SubscriptionOptions<String> manual = SubscriptionOptions.text("3").withAcknowledgement(Acknowledgement.MANUAL);
        try (MessageStream<String> stream = MessageStream.open(client, manual)) {
            Message<String> first = stream.poll(LONG);
            stream.poll(LONG);
            assertThat(stream.subscription().cursor()).isNull();
            first.ack();
            assertThat(stream.subscription().cursor()).isEqualTo("1");
        }
    }

    @Test
    void aQuietStreamIsWaitedForNoLongerThanSaid() throws Exception {
        try (MessageStream<String> stream = open("silent")) {
            assertThat(stream.poll(Duration.ZERO)).isNull();
            assertThat(stream.poll(Duration.ofMillis(1))).isNull();
            assertThat(stream.isOver()).isFalse();
        }
    }

    @Test
    void anInterruptClosesItAndStays() throws Exception {
        MessageStream<String> stream = open("silent");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            for (Message<String> message : stream) throw new AssertionError(message);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        reader.start();
        reader.interrupt();
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.isOver()).isTrue();

        MessageStream<String> polled = open("silent");
        Thread.currentThread().interrupt();
        assertThat(catchThrowable(() -> polled.poll(LONG))).isInstanceOf(InterruptedException.class);
        assertThat(polled.isOver()).isTrue();
    }

    @Test
    void closingLetsAnotherThreadGo() throws Exception {
        MessageStream<String> stream = open("silent");
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> over = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            return !stream.iterator().hasNext();
        });
        begun.await();
        stream.close();
        assertThat(over.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theClientsEndIsTheStreamsAndAnIteratorSaysSo() {
        MessageStream<String> stream = open("silent");
        client.close();
        Iterator<Message<String>> messages = stream.iterator();
        assertThat(messages.hasNext()).isFalse();
        assertThatThrownBy(messages::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void anEndThatNobodyWantedIsThrownWithItsReason() {
        try (MessageStream<String> stream = open("none")) {
            StreamException thrown = (StreamException) catchThrowable(() -> stream.poll(LONG));
            assertThat(thrown.reason().kind()).isEqualTo(CloseReason.Kind.HTTP_STATUS);
            assertThat(thrown).hasMessageContaining("404");
            assertThatThrownBy(() -> stream.iterator().hasNext()).isInstanceOf(StreamException.class);
        }
    }

    @Test
    void whatCannotBeDecodedEndsItUnlessSomebodyIsTold() throws Exception {
        SubscriptionOptions<Boolean[]> arrays = SubscriptionOptions.of("2", Boolean[].class);
        try (MessageStream<Boolean[]> stream = MessageStream.open(client, arrays)) {
            StreamException thrown = (StreamException) catchThrowable(() -> stream.poll(LONG));
            assertThat(thrown.reason()).isNull();
            assertThat(thrown.getCause()).isInstanceOf(DecodeException.class);
            assertThat(stream.isOver()).isTrue();
        }
        List<Throwable> told = new ArrayList<>();
        StreamEventListener events = new StreamEventListener() {
            @Override
            public void onError(Throwable error) {
                told.add(error);
            }
        };
        try (MessageStream<Boolean[]> stream = MessageStream.open(client, arrays, events)) {
            assertThat(stream.poll(LONG))
                    .as("both were told of, and there is no more")
                    .isNull();
            assertThat(told).hasSize(2).hasOnlyElementsOfType(DecodeException.class);
        }
    }

    @Test
    void aStoreThatFailsEndsNothingAndIsReportedToTheClient() throws Exception {
        FailingStore store = new FailingStore();
        try (RealtimeClient storing = store.client(feed);
                MessageStream<String> stream = MessageStream.open(storing, SubscriptionOptions.text("1000000"))) {
            assertThat(stream.poll(LONG).data()).as("after a load that failed").isEqualTo("1");
            while (store.reported.size() < 2) assertThat(stream.poll(LONG)).isNotNull();
            assertThat(store.reported).extracting(Throwable::getMessage).containsExactly("cannot load", "cannot save");
            assertThat(stream.poll(LONG)).isNotNull();
        }
    }

    @Test
    void whatEndsNoStreamIsLeftToTheClientAsItIs() throws Exception {
        FakeClient fake = new FakeClient();
        try (MessageStream<String> stream = MessageStream.open(fake.client(), SubscriptionOptions.text("t"))) {
            IOException store = new IOException("the store");
            assertThatThrownBy(() -> fake.error(store)).isSameAs(store);
            fake.message("1");
            assertThat(stream.poll(LONG).data()).isEqualTo("1");
        }
    }

    @Test
    void noMoreIsTakenFromTheServerThanThereIsRoomFor() throws Exception {
        try (MessageStream<String> stream = open("1000000")) {
            stream.poll(LONG);
            assertThat(stream.subscription().stats().handled()).isLessThanOrEqualTo(64);
        }
    }

    @Test
    void anEndThatNobodyWantedIsNotOverBeforeItWasThrown() throws Exception {
        FakeClient fake = new FakeClient();
        try (MessageStream<String> stream = MessageStream.open(fake.client(), SubscriptionOptions.text("t"))) {
            fake.message("1");
            assertThat(stream.poll(LONG).data()).isEqualTo("1");
            fake.end(CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, "while 1 is handled"));
            assertThatThrownBy(() -> {
                        while (!stream.isOver()) assertThat(stream.poll(LONG)).isNull();
                    })
                    .isInstanceOf(StreamException.class)
                    .hasMessageContaining("while 1 is handled");
            assertThat(stream.isOver()).isTrue();
        }
    }

    @Test
    void anEndThatSomebodyWantedIsOverAtOnce() throws Exception {
        for (CloseReason.Kind kind : List.of(CloseReason.Kind.CLOSED, CloseReason.Kind.NO_CONTENT)) {
            FakeClient fake = new FakeClient();
            try (MessageStream<String> stream = MessageStream.open(fake.client(), SubscriptionOptions.text("t"))) {
                fake.message("1");
                fake.end(CloseReason.fatal(kind, "wanted"));
                assertThat(stream.isOver()).as("1 waits").isFalse();
                assertThat(stream.poll(LONG)).isNotNull();
                assertThat(stream.isOver()).isTrue();
            }
        }
    }

    @Test
    void aPollThatIsRefusedHandlesNothing() throws Exception {
        try (MessageStream<String> stream = open("3")) {
            stream.poll(LONG);
            assertThatThrownBy(() -> stream.poll(null)).isInstanceOf(NullPointerException.class);
            assertThat(stream.subscription().cursor()).isNull();
        }
    }

    @Test
    void aTimeThatIsTooLongOrNegativeIsTheLongestOrNone() throws Exception {
        try (MessageStream<String> stream = open("silent")) {
            for (long seconds : new long[] {-1, Long.MIN_VALUE}) {
                assertThat(stream.poll(Duration.ofSeconds(seconds))).isNull();
            }
        }
        try (MessageStream<String> stream = open("1")) {
            assertThat(stream.poll(Duration.ofSeconds(Long.MAX_VALUE))).isNotNull();
        }
    }

    /** Something ends a stream while its events are held up until it has. */
    private void endsWhileEventsAreHeldUp(Consumer<MessageStream<String>> end) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        StreamEventListener events = new StreamEventListener() {
            @Override
            public void onSubscribed(Continuity continuity) {
                inside.countDown();
                Together.await(ended);
            }

            @Override
            public void onError(Throwable error) {}
        };
        MessageStream<String> stream = MessageStream.open(client, SubscriptionOptions.text("silent"), events);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Together.await(inside);
        new Thread(() -> {
                    end.accept(stream);
                    done.complete(null);
                })
                .start();
        try {
            done.get(30, TimeUnit.SECONDS);
            assertThat(stream.isOver()).isTrue();
        } finally {
            ended.countDown();
        }
    }

    @Test
    void anInterruptDoesNotWaitForEvents() throws Exception {
        endsWhileEventsAreHeldUp(stream -> {
            Thread.currentThread().interrupt();
            for (Message<String> message : stream) throw new AssertionError(message);
        });
    }

    @Test
    void closingDoesNotWaitForEvents() throws Exception {
        endsWhileEventsAreHeldUp(MessageStream::close);
    }
}
