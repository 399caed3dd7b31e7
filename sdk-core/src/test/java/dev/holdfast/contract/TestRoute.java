package dev.holdfast.contract;

import dev.holdfast.SubscriptionRequest;
import dev.holdfast.spi.Route;
import org.jspecify.annotations.Nullable;

/** A subscription as a protocol sees it. Two of one topic are two. */
final class TestRoute implements Route {
    private final SubscriptionRequest<String> request;
    private final @Nullable String cursor;

    TestRoute(String topic, @Nullable String cursor) {
        this.request = SubscriptionRequest.text(topic);
        this.cursor = cursor;
    }

    @Override
    public SubscriptionRequest<?> request() {
        return request;
    }

    @Override
    public @Nullable String cursor() {
        return cursor;
    }

    @Override
    public boolean again() {
        return cursor != null;
    }
}
