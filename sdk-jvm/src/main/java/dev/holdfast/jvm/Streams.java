package dev.holdfast.jvm;

import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Subscriptions in the idioms of Java programs. */
public final class Streams {
    private Streams() {}

    /** Like {@link #publisher(RealtimeClient, SubscriptionRequest, StreamEvents)}; a message that cannot be decoded ends it. */
    public static <T> Flow.Publisher<Message<T>> publisher(RealtimeClient client, SubscriptionOptions<T> options) {
        return publish(client, options, null);
    }

    /**
     * A publisher of messages, in order, for each subscriber by a subscription of its own. Messages come only as they are
     * requested; what is not requested yet waits in the queue, and once that is full {@link
     * SubscriptionOptions#overflow(dev.holdfast.Overflow) its policy} decides: unless said, the server waits. No thread is
     * held meanwhile. A message counts as handled when {@code onNext} has returned or it was {@linkplain Message#ack
     * acknowledged}, where the request does not say otherwise; one that a subscriber which has cancelled or thrown did not
     * get through comes again in a later process.
     *
     * <p>Signals come on the threads of the client's {@link dev.holdfast.Delivery}. It completes when the client is closed
     * or the server says that there is no more ({@link dev.holdfast.CloseReason.Kind#NO_CONTENT}), and fails with a {@link
     * dev.holdfast.CloseException} at any other end that is not tried again. Cancelling unsubscribes and waits for nobody:
     * what runs in another thread goes on, and is the last.
     *
     * @param events told of gaps, drops and errors
     */
    public static <T> Flow.Publisher<Message<T>> publisher(
            RealtimeClient client, SubscriptionOptions<T> options, StreamEventListener events) {
        return publish(client, options, Objects.requireNonNull(events, "events"));
    }

    private static <T> Flow.Publisher<Message<T>> publish(
            RealtimeClient client, SubscriptionOptions<T> options, @Nullable StreamEventListener events) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(options, "request");
        return subscriber -> new FlowSubscription<>(options, subscriber, events).begin(client);
    }
}
