package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** nginx with nchan over Server-Sent Events, with Plain. */
final class NchanSseInteropTest extends NchanFixture {
    @Test
    void everythingComesOnceAndInOrderThoughTheServerIsKilledAgainAndAgain() {
        try (RealtimeClient client = feed.client(hub.url("http", "/all"))) {
            Subscription subscription = client.subscribe("kelp", feed);
            Killing.sixTimes(hub, feed, "kelp");

            feed.assertExactly(Feed.numbered(Killing.MESSAGES));
            assertThat(feed.messages())
                    .extracting(Message::id)
                    .doesNotContainNull()
                    .doesNotHaveDuplicates();
            assertThat(feed.continuities().get(0)).isEqualTo(Continuity.FRESH);
            // nchan does not say how it goes on.
            assertThat(feed.continuities().subList(1, feed.continuities().size()))
                    .hasSizeGreaterThanOrEqualTo(Killing.KILLS)
                    .containsOnly(Continuity.UNKNOWN);
            assertThat(subscription.stats().received()).isEqualTo(Killing.MESSAGES);
        }
    }

    @Test
    void anotherClientGoesOnFromAKeptCursor() {
        String cursor;
        try (RealtimeClient client = feed.client(hub.url("http", "/all"))) {
            Subscription subscription = client.subscribe("kelp", feed);
            for (int i = 0; i < 3; i++) hub.publish("kelp", "message " + i);
            feed.awaitMessages(3);
            Until.holds(() -> "cursor " + subscription.cursor(), () -> subscription.cursor() != null);
            cursor = feed.messages().get(1).id();
        }
        Feed second = new Feed();
        try (RealtimeClient client = second.client(hub.url("http", "/all"))) {
            client.subscribe(SubscriptionOptions.text("kelp").withCursor(cursor), second);
            hub.publish("kelp", "message 3");
            second.awaitMessages(2).assertExactly(List.of("message 2", "message 3"));
        }
    }

    @Test
    void aSubscriptionToWhatIsNewBeginsWithTheNextMessageAndResumesFromThere() {
        hub.publish("kelp", "too old");
        try (RealtimeClient client = feed.client(hub.url("http", "/new"))) {
            client.subscribe("kelp", feed);
            hub.publishUntilHeard("kelp", "new", feed);
            hub.kill();
            hub.publish("kelp", "published meanwhile");
            hub.restart();
            feed.await("what was published meanwhile", f -> f.texts().contains("published meanwhile"));
            assertThat(feed.texts()).containsOnly("new", "published meanwhile").endsWith("published meanwhile");
            assertThat(feed.messages()).extracting(Message::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void payloadsAndTypesComeAsTheyWerePublished() {
        List<String> payloads =
                List.of("one\ntwo\n\nfour", "  spaced ", "ὅλον 海 🪸", "x".repeat(300_000), "data: id: 7");
        try (RealtimeClient client = feed.client(hub.url("http", "/all"))) {
            client.subscribe("reef/of/kelp", feed);
            for (String payload : payloads) hub.publish("reef/of/kelp", payload);
            hub.publish("reef/of/kelp", "typed", "storm");
            feed.awaitMessages(payloads.size() + 1);
            assertThat(feed.texts().subList(0, payloads.size())).isEqualTo(payloads);
            assertThat(feed.messages().get(0).type()).isNull();
            assertThat(feed.messages().get(payloads.size()).type()).isEqualTo("storm");
        }
    }

    @Test
    void manySubscriptionsHaveAStreamEachAndOutliveTheServer() {
        List<Feed> feeds = List.of(new Feed(), new Feed(), new Feed(), new Feed(), new Feed(), new Feed(), new Feed());
        try (RealtimeClient client = feed.client(hub.url("http", "/all"))) {
            for (int i = 0; i < feeds.size(); i++) client.subscribe("topic-" + i, feeds.get(i));
            for (int i = 0; i < feeds.size(); i++) hub.publish("topic-" + i, "message 0");
            feeds.forEach(each -> each.awaitMessages(1));
            hub.kill();
            for (int i = 0; i < feeds.size(); i++) hub.publish("topic-" + i, "message 1");
            hub.restart();
            feeds.forEach(each -> each.awaitMessages(2).assertExactly(Feed.numbered(2)));
        }
    }
}
