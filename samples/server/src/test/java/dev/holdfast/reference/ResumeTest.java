package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.interop.Until;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.web.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Holdfast client is told of the messages between two subscriptions, over both transports. */
class ResumeTest {
    @RegisterExtension
    final Running running = new Running();

    private RealtimeClient client(Node node, String transport) {
        return running.closing(RealtimeClient.builder(Running.url(node, transport))
                .protocol(HoldfastJson.create())
                .backoff(Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(200)))
                .build());
    }

    private static SubscriptionOptions<String> topic(String name) {
        return SubscriptionOptions.of(name, String.class);
    }

    private void publish(Node node, String topic, int from, int to) {
        for (int i = from; i <= to; i++) {
            assertThat(running.publish(node, topic, "\"" + i + "\"").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void whatWasMissedComesNext(String transport) {
        Node node = running.start();
        RealtimeClient client = client(node, transport);
        Hearing first = new Hearing();
        Subscription subscription = client.subscribe(topic("a"), first);
        first.expect("FRESH");
        publish(node, "a", 1, 2);
        first.expect("1", "2");
        subscription.unsubscribeAndWait();
        publish(node, "a", 3, 4);

        Hearing second = new Hearing();
        client.subscribe(topic("a").withCursor(subscription.cursor()), second);

        second.expect("RESUMED", "3", "4");
        publish(node, "a", 5, 5);
        second.expect("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aSubscriptionThatHeardNothingYetHasAPlaceAsWell(String transport) {
        Node node = running.start();
        RealtimeClient client = client(node, transport);
        Hearing first = new Hearing();
        Subscription subscription = client.subscribe(topic("a"), first);
        first.expect("FRESH");
        Until.holds(() -> "no position", () -> subscription.cursor() != null);
        subscription.unsubscribeAndWait();
        publish(node, "a", 1, 1);

        Hearing second = new Hearing();
        client.subscribe(topic("a").withCursor(subscription.cursor()), second);

        second.expect("RESUMED", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aPlaceBeforeTheHistoryIsAGapAndWhatIsLeftComes(String transport) {
        Node node = running.start("--history=5");
        RealtimeClient client = client(node, transport);
        Hearing first = new Hearing();
        Subscription subscription = client.subscribe(topic("a"), first);
        first.expect("FRESH");
        publish(node, "a", 1, 1);
        first.expect("1");
        subscription.unsubscribeAndWait();
        publish(node, "a", 2, 10);

        Hearing second = new Hearing();
        client.subscribe(topic("a").withCursor(subscription.cursor()), second);

        second.expect("GAP", "6", "7", "8", "9", "10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void thePlaceRightBeforeTheHistoryIsNone(String transport) {
        Node node = running.start("--history=5");
        RealtimeClient client = client(node, transport);
        Hearing first = new Hearing();
        Subscription subscription = client.subscribe(topic("a"), first);
        first.expect("FRESH");
        publish(node, "a", 1, 1);
        first.expect("1");
        subscription.unsubscribeAndWait();
        publish(node, "a", 2, 6);

        Hearing second = new Hearing();
        client.subscribe(topic("a").withCursor(subscription.cursor()), second);

        second.expect("RESUMED", "2", "3", "4", "5", "6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aPlaceOfAnotherKindIsUnknown(String transport) {
        Node node = running.start();
        publish(node, "a", 1, 1);
        Hearing hearing = new Hearing();
        client(node, transport).subscribe(topic("a").withCursor("a7:1041"), hearing);

        hearing.expect("UNKNOWN");
        publish(node, "a", 2, 2);
        hearing.expect("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aServerThatForgotSaysSo(String transport) {
        Node node = running.start("--heartbeat=500");
        RealtimeClient client = client(node, transport);
        Hearing hearing = new Hearing();
        client.subscribe(topic("a"), hearing);
        hearing.expect("FRESH");
        publish(node, "a", 1, 1);
        hearing.expect("1");
        int port = node.port();
        node.close();

        Node again = running.startOn(port);
        hearing.expect("GAP");
        publish(again, "a", 2, 2);
        hearing.expect("2");
    }

    /** A resume is paced: a history larger than what may wait for a connection is no slow consumer. */
    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aLongHistoryComesWholeThroughASmallQueue(String transport) {
        Node node = running.start("--history=2000", "--max-queue=20000", "--max-frame=5000", "--publish-rate=100000");
        RealtimeClient client = client(node, transport);
        Hearing first = new Hearing();
        Subscription subscription = client.subscribe(topic("a"), first);
        first.expect("FRESH");
        Until.holds(() -> "no position", () -> subscription.cursor() != null);
        subscription.unsubscribeAndWait();
        List<String> texts = new ArrayList<>();
        RealtimeClient publisher = client(node, "ws");
        for (int i = 1; i <= 2000; i++) {
            texts.add(i + "x".repeat(400));
            publisher.publish("a", texts.get(i - 1)).join();
        }

        Hearing second = new Hearing();
        client.subscribe(topic("a").withCursor(subscription.cursor()), second);

        second.expect("RESUMED");
        // A client whose queue is full leaves the topic on a shared connection, and resumes it: that is told as well.
        List<String> heard = new ArrayList<>();
        while (heard.size() < 2000) {
            String next = second.next();
            if (!next.equals("RESUMED")) heard.add(next);
        }
        assertThat(heard.equals(texts)).as("all of them, once, in order").isTrue();
        assertThat(node.slowConsumers()).isZero();
    }
}
