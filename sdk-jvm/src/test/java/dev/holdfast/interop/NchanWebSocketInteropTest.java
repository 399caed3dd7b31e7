package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import org.junit.jupiter.api.Test;

/** nginx with nchan over WebSocket: bare payloads with Plain, and a protocol that only this test knows. */
final class NchanWebSocketInteropTest extends NchanFixture {
    @Test
    void bareMessagesComeInOrder() {
        try (RealtimeClient client = feed.client(hub.url("ws", "/all"))) {
            client.subscribe("kelp", feed);
            for (int i = 0; i < 100; i++) hub.publish("kelp", "message " + i);
            feed.awaitMessages(100).assertExactly(Feed.numbered(100));
            assertThat(feed.messages()).extracting(Message::id).containsOnlyNulls();
        }
    }

    @Test
    void withoutIdsTheAppIsToldThatNobodyKnowsWhatWasMissed() {
        try (RealtimeClient client = feed.client(hub.url("ws", "/new"))) {
            client.subscribe("kelp", feed);
            hub.publishUntilHeard("kelp", "before", feed);
            hub.kill();
            hub.publish("kelp", "missed");
            hub.restart();
            feed.awaitSubscribed(2);
            hub.publishUntilHeard("kelp", "after", feed);
            assertThat(feed.texts()).containsOnly("before", "after");
            assertThat(feed.continuities()).containsExactly(Continuity.FRESH, Continuity.UNKNOWN);
        }
    }

    @Test
    void aProtocolOfTheAppsOwnLosesNothingThoughTheServerIsKilledAgainAndAgain() {
        try (RealtimeClient client = feed.client(hub.url("ws", "/all"), b -> b.protocol(new NchanMeta()))) {
            client.subscribe("kelp", feed);
            Killing.sixTimes(hub, feed, "kelp");
            feed.assertExactly(Feed.numbered(Killing.MESSAGES));
            assertThat(feed.messages())
                    .extracting(Message::id)
                    .doesNotContainNull()
                    .doesNotHaveDuplicates();
        }
    }
}
