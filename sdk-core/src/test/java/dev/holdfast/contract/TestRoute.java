package dev.holdfast.contract;

import dev.holdfast.SubscriptionOptions;
import dev.holdfast.spi.WireSubscription;
import org.jspecify.annotations.Nullable;

/** A wire subscription for tests. Two with the same topic are not equal. */
final class TestRoute implements WireSubscription {
    private final SubscriptionOptions<String> options;
    private final @Nullable String cursor;

    TestRoute(String topic, @Nullable String cursor) {
        this.options = SubscriptionOptions.text(topic);
        this.cursor = cursor;
    }

    @Override
    public SubscriptionOptions<?> options() {
        return options;
    }

    @Override
    public @Nullable String cursor() {
        return cursor;
    }

    @Override
    public boolean isResubscribe() {
        return cursor != null;
    }
}
