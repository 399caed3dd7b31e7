package dev.holdfast.internal.delivery;

import dev.holdfast.SubscriptionOptions;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.spi.WireSubscription;
import org.jspecify.annotations.Nullable;

/** A subscribe of one subscription on one link. Its identity separates the current link's messages from stale ones. */
public final class RealWireSubscription implements WireSubscription {
    public final RealSubscription subscription;
    public final Mailbox mailbox;
    public final String topic;
    public final boolean tracked;
    private final @Nullable String cursor;
    private final boolean resubscribe;
    /** The time at which it was requested. */
    @OnLoop
    public long requestedNanos;
    /** True if the server did not confirm the request before this one on the same link. */
    @OnLoop
    public boolean again;
    /** True while it is in its link's list of pending deliveries. Accessed under the link's lock. */
    boolean deliveryPending;

    /** Creates a subscribe. {@code resubscribe} is true if the server confirmed an earlier one. */
    public RealWireSubscription(RealSubscription subscription, @Nullable String cursor, boolean resubscribe) {
        this.subscription = subscription;
        this.mailbox = subscription.mailbox();
        this.topic = subscription.topic();
        this.tracked = subscription.isTracked();
        this.cursor = cursor;
        this.resubscribe = resubscribe;
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
