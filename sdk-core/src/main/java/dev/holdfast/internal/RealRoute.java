package dev.holdfast.internal;

import dev.holdfast.SubscriptionRequest;
import dev.holdfast.spi.Route;
import org.jspecify.annotations.Nullable;

/** One subscribe of a subscription on one link: the address that tells a current link's messages from stale ones. */
final class RealRoute implements Route {
    final RealSubscription subscription;
    final Mailbox mailbox;
    final String topic;
    final boolean tracked;
    private final @Nullable String cursor;
    private final boolean again;
    /** Set while this route waits in the link's list of mailboxes to be drained. Under the link's lock. */
    boolean dirty;

    RealRoute(RealSubscription subscription, @Nullable String cursor, boolean again) {
        this.subscription = subscription;
        this.mailbox = subscription.mailbox();
        this.topic = subscription.topic();
        this.tracked = subscription.tracked();
        this.cursor = cursor;
        this.again = again;
    }

    @Override
    public SubscriptionRequest<?> request() {
        return subscription.request();
    }

    @Override
    public @Nullable String cursor() {
        return cursor;
    }

    @Override
    public boolean again() {
        return again;
    }
}
