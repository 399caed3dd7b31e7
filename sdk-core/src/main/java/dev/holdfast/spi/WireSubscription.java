package dev.holdfast.spi;

import dev.holdfast.SubscriptionOptions;
import org.jspecify.annotations.Nullable;

/**
 * One subscription as a protocol sees it, for one subscribe on one link: what to ask for and from where, and the address
 * for what comes. A resubscribe brings a new route; what is said to an old one is ignored.
 */
public interface WireSubscription {
    /** What the app asked for. */
    SubscriptionOptions<?> options();

    /** The topic; empty for the feed at the URL itself. */
    default String topic() {
        return options().topic();
    }

    /** Where to go on from: the position of the last message taken, null to begin with what comes next. */
    @Nullable
    String cursor();

    /** Whether this subscription has been on the wire before. */
    boolean isResubscribe();
}
