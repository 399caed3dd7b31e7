package dev.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the harness works. It says nothing of time. */
class ClientsTest {
    private static final int MESSAGES = 1000;

    @ParameterizedTest
    @EnumSource(FeedKind.class)
    void everyClientGetsEveryMessage(FeedKind kind) throws Exception {
        List<String> drained = new ArrayList<>();
        try (FeedServer server = new FeedServer()) {
            for (FeedClient client : FeedClient.all(kind)) {
                Drain.drain(client, kind.drainUrl(server.port(), MESSAGES), MESSAGES);
                drained.add(client.name());
                client.close();
            }
        }
        assertThat(drained).hasSize(5).last().isEqualTo("Holdfast");
    }

    @ParameterizedTest
    @EnumSource(FeedKind.class)
    void aPacedFeedCarriesTheTimeItWasSent(FeedKind kind) throws Exception {
        Stopwatch watch = new Stopwatch(50);
        try (FeedServer server = new FeedServer();
                FeedClient client = HoldfastClient.background()) {
            try (var connection = client.connect(kind.pacedUrl(server.port(), 1, 50), watch)) {
                watch.await(client.name() + " " + connection);
            }
        }
        assertThat(watch.result(0).p50()).isPositive();
    }
}
