package dev.holdfast.spi;

import dev.holdfast.SubscriptionOptions;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as a wire protocol sees it: one subscribe on one connection. It states the topic and the cursor, and
 * identifies the receiver of the messages. Each resubscribe creates a new instance. Messages reported for an old
 * instance are ignored.
 */
public interface WireSubscription {
    /** Returns the options set by the application. */
    SubscriptionOptions<?> options();

    /** Returns the topic. Empty for the feed at the URL itself. */
    default String topic() {
        return options().topic();
    }

    /** Returns the cursor to resume from: that of the last accepted message. Null to start with the next message. */
    @Nullable
    String cursor();

    /** Returns whether this subscription was subscribed before, on this or an earlier connection. */
    boolean isResubscribe();
}
