package dev.holdfast.internal.delivery;

import dev.holdfast.SubscriptionOptions;
import dev.holdfast.spi.WireSubscription;
import org.jspecify.annotations.Nullable;

/** One subscribe of a subscription on one link: the address that tells a current link's messages from stale ones. */
public final class RealWireSubscription implements WireSubscription {
    public final RealSubscription subscription;
    public final Mailbox mailbox;
    public final String topic;
    public final boolean tracked;
    private final @Nullable String cursor;
    private final boolean resubscribe;
    /** Set while this route waits in the link's list of mailboxes to be drained. Under the link's lock. */
    boolean deliveryPending;

    public RealWireSubscription(RealSubscription subscription, @Nullable String cursor, boolean again) {
        this.subscription = subscription;
        this.mailbox = subscription.mailbox();
        this.topic = subscription.topic();
        this.tracked = subscription.isTracked();
        this.cursor = cursor;
        this.resubscribe = again;
    }

    @Override
    public SubscriptionOptions<?> options() {
        return subscription.options();
    }

    @Override
    public @Nullable String cursor() {
        return cursor;
    }

    @Override
    public boolean isResubscribe() {
        return resubscribe;
    }
}
