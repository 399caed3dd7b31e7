package dev.holdfast.jvm;

import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Adapters of subscriptions to {@code java.util.concurrent.Flow}. */
public final class Streams {
    private Streams() {}

    /**
     * Returns a publisher like {@link #publisher(RealtimeClient, SubscriptionOptions, StreamEventListener)}, but
     * without a listener. Gaps and drops are not reported. A message that cannot be decoded ends the subscriber with
     * {@code onError}. Other errors, such as those of a cursor store, go to {@link RealtimeClient.Builder#onUnhandled}
     * and end nothing.
     */
    public static <T> Flow.Publisher<Message<T>> publisher(RealtimeClient client, SubscriptionOptions<T> options) {
        return publish(client, options, null);
    }

    /**
     * Returns a publisher of messages, in order. Each subscriber has a subscription of its own.
     *
     * <p>Demand: messages are delivered only as they are requested. Other messages wait in the queue. When the queue is
     * full, the {@linkplain SubscriptionOptions#overflow() overflow policy} decides; by default the server waits. No
     * thread is blocked while messages wait.
     *
     * <p>Acknowledgement: by default a message counts as handled when {@code onNext} has returned or the message was
     * {@linkplain Message#ack acknowledged}. If a subscriber cancels or throws while it handles a message, that message
     * is delivered again after a restart.
     *
     * <p>Signals arrive on the threads of the client's {@link dev.holdfast.Delivery}. The subscriber completes when the
     * client is closed or the server has no more messages ({@link dev.holdfast.CloseReason.Kind#NO_CONTENT}). It fails
     * with a {@link dev.holdfast.CloseException} at any other end that is not retried. Cancelling unsubscribes and does
     * not wait: an {@code onNext} that runs on another thread finishes, and is the last signal.
     *
     * @param events receives gaps, drops and errors. A message that cannot be decoded is reported and skipped.
     */
    public static <T> Flow.Publisher<Message<T>> publisher(
            RealtimeClient client, SubscriptionOptions<T> options, StreamEventListener events) {
        return publish(client, options, Objects.requireNonNull(events, "events"));
    }

    private static <T> Flow.Publisher<Message<T>> publish(
            RealtimeClient client, SubscriptionOptions<T> options, @Nullable StreamEventListener events) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(options, "options");
        return subscriber -> new FlowSubscription<>(options, subscriber, events).begin(client);
    }
}
