package dev.holdfast.jvm;

import dev.holdfast.Backoff;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** The specification's own tests, on feeds that end: a server says 204 to who has had all. */
@Test
public class PublisherTckTest extends FlowPublisherVerification<Message<String>> {
    private final CountedFeed feed = new CountedFeed();
    private final RealtimeClient client = RealtimeClient.builder(feed.url())
            .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
            .build();

    public PublisherTckTest() {
        super(new TestEnvironment(2000, 200));
    }

    @AfterClass
    public void close() {
        client.close();
        feed.close();
    }

    @Override
    public long maxElementsFromPublisher() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Flow.Publisher<Message<String>> createFlowPublisher(long elements) {
        return Streams.publisher(client, SubscriptionOptions.text(Long.toString(elements)));
    }

    @Override
    public Flow.Publisher<Message<String>> createFailedFlowPublisher() {
        return Streams.publisher(client, SubscriptionOptions.text("none"));
    }
}
