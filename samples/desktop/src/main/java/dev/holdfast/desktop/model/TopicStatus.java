package dev.holdfast.desktop.model;

import dev.holdfast.SubscriptionState;
import org.jspecify.annotations.Nullable;

/**
 * What the client says of a subscription.
 *
 * @param cursor the position behind the last message that was handled, null where there is none
 * @param gaps how often messages were lost
 * @param duplicates messages held back since they had come before
 * @param queued messages that wait for their listener
 */
public record TopicStatus(
        String topic, SubscriptionState state, @Nullable String cursor, long gaps, long duplicates, int queued) {
    /** The same, unsubscribed. */
    public TopicStatus over() {
        return new TopicStatus(topic, SubscriptionState.UNSUBSCRIBED, cursor, gaps, duplicates, 0);
    }

    static TopicStatus unknown(String topic) {
        return new TopicStatus(topic, SubscriptionState.WAITING, null, 0, 0, 0);
    }
}
