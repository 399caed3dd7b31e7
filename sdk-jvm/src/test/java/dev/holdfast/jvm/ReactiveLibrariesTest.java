package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import io.reactivex.rxjava3.core.Flowable;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.scheduler.Schedulers;

/** The ways that docs/reactor.md shows, gone: each library takes all there is in order, and stops when it has enough. */
class ReactiveLibrariesTest {
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

    private Flow.Publisher<Message<Integer>> publisher(String topic) {
        return Streams.publisher(client, SubscriptionOptions.of(topic, Integer.class));
    }

    private static void check(List<Integer> all, List<Integer> few) {
        assertThat(all).hasSize(1500);
        for (int i = 0; i < all.size(); i++) assertThat(all.get(i)).isEqualTo(i + 1);
        assertThat(few).containsExactly(1, 2, 3);
    }

    @Test
    void reactor() {
        List<Integer> all = JdkFlowAdapter.flowPublisherToFlux(publisher("1500"))
                .publishOn(Schedulers.boundedElastic(), 16)
                .map(Message::data)
                .collectList()
                .block(LONG);
        List<Integer> few = JdkFlowAdapter.flowPublisherToFlux(publisher("1000000"))
                .map(Message::data)
                .take(3)
                .collectList()
                .block(LONG);
        check(all, few);
    }

    @Test
    void rxJava() {
        List<Integer> all = Flowable.fromPublisher(FlowAdapters.toPublisher(publisher("1500")))
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.io(), false, 16)
                .map(Message::data)
                .toList()
                .blockingGet();
        List<Integer> few = Flowable.fromPublisher(FlowAdapters.toPublisher(publisher("1000000")))
                .map(Message::data)
                .take(3)
                .toList()
                .blockingGet();
        check(all, few);
    }

    @Test
    void mutiny() {
        List<Integer> all = Multi.createFrom()
                .publisher(publisher("1500"))
                .map(Message::data)
                .collect()
                .asList()
                .await()
                .atMost(LONG);
        List<Integer> few = Multi.createFrom()
                .publisher(publisher("1000000"))
                .map(Message::data)
                .select()
                .first(3)
                .collect()
                .asList()
                .await()
                .atMost(LONG);
        check(all, few);
    }
}
