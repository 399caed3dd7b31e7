package dev.holdfast.desktop.model;

import dev.holdfast.SubscriptionState;
import org.jspecify.annotations.Nullable;

/**
 * The client's status of a subscription.
 *
 * @param cursor the cursor after the last handled message, or null
 * @param gaps the number of gaps
 * @param duplicates the number of suppressed duplicates
 * @param queued the number of messages waiting for the listener
 */
public record TopicStatus(
        String topic, SubscriptionState state, @Nullable String cursor, long gaps, long duplicates, int queued) {
    /** Returns this status as unsubscribed. */
    public TopicStatus over() {
        return new TopicStatus(topic, SubscriptionState.UNSUBSCRIBED, cursor, gaps, duplicates, 0);
    }

    static TopicStatus unknown(String topic) {
        return new TopicStatus(topic, SubscriptionState.WAITING, null, 0, 0, 0);
    }
}
