package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Backoff;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.interop.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many messages a stream takes out of the queue before they are asked for. */
class MessageStreamAheadTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final SubscriptionOptions<String> T = SubscriptionOptions.text("t");

    private final FakeClient fake = new FakeClient();

    static List<SubscriptionOptions<String>> onesThatStayInTheQueue() {
        return List.of(
                T.withOverflow(Overflow.latest(Message::id)),
                T.withOverflow(Overflow.dropOldest()),
                T.withOverflow(Overflow.dropNewest()),
                T.withAcknowledgement(Acknowledgement.ON_RECEIPT));
    }

    @ParameterizedTest
    @MethodSource("onesThatStayInTheQueue")
    void oneIsAskedForWhereANewerOneMayTakeItsPlace(SubscriptionOptions<String> options) throws Exception {
        try (MessageStream<String> stream = MessageStream.open(fake.client(), options)) {
            assertThat(fake.sinceThen()).containsExactly("request 1");
            for (int i = 0; i < 3; i++) {
                assertThat(stream.poll(Duration.ZERO)).isNull();
                fake.message("" + i);
                assertThat(stream.poll(LONG).data()).isEqualTo("" + i);
                assertThat(fake.sinceThen()).as("while it is being handled").isEmpty();
                assertThat(stream.poll(Duration.ZERO)).isNull();
                assertThat(fake.sinceThen()).contains("request 1").doesNotContain("request 2");
            }
        }
    }

    @Test
    void otherwise64AreAskedForAnd32WheneverAsManyAreDoneWith() throws Exception {
        for (Overflow overflow : new Overflow[] {Overflow.block(), Overflow.fail()}) {
            SubscriptionOptions<String> options = T.withOverflow(overflow).withAcknowledgement(Acknowledgement.MANUAL);
            try (MessageStream<String> stream = MessageStream.open(fake.client(), options)) {
                assertThat(fake.sinceThen()).containsExactly("request 64");
                for (int i = 0; i < 64; i++) fake.message("" + i);
                for (int i = 0; i < 32; i++) assertThat(stream.poll(LONG)).isNotNull();
                assertThat(fake.sinceThen()).isEmpty();
                assertThat(stream.poll(LONG)).isNotNull();
                assertThat(fake.sinceThen()).containsExactly("request 32");
            }
            fake.sinceThen();
        }
    }

    /** What a reader finds that begins when all is there. */
    private static List<String> found(String topic, Overflow overflow) throws Exception {
        List<String> found = new ArrayList<>();
        try (CountedFeed feed = new CountedFeed();
                RealtimeClient client = RealtimeClient.builder(feed.url())
                        .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
                        .limits(Limits.defaults().withQueue(16, 1 << 20))
                        .build();
                MessageStream<String> stream = MessageStream.open(
                        client, SubscriptionOptions.text(topic).withOverflow(overflow))) {
            Until.holds(
                    () -> stream.subscription().toString(),
                    () -> stream.subscription().state() == SubscriptionState.ENDED);
            for (Message<String> message : stream) found.add(message.data());
        }
        return found;
    }

    @Test
    void aSlowReaderFindsTheLatestBehindOneAtMost() throws Exception {
        assertThat(found("900", Overflow.latest(message -> "one key")))
                .endsWith("900")
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aSlowReaderFindsTheNewestBehindOneAtMostWhereTheOldestAreShed() throws Exception {
        String[] newest = IntStream.rangeClosed(885, 900).mapToObj(i -> "" + i).toArray(String[]::new);
        assertThat(found("900", Overflow.dropOldest())).endsWith(newest).hasSizeLessThanOrEqualTo(17);
    }
}
